import GitModel
import Testing

@testable import Commit

@Suite("The message of a write") struct CommitMessageTests {
    private static func operation(_ path: String, _ action: String = "put")
        -> WriteReport.Operation
    {
        WriteReport.Operation(
            action: action, sheet: "people", path: path, isNew: false, blob: nil)
    }

    @Test func saysWhatWasDoneWhereTheAuthorSaysNothing() {
        for message in [nil, "", " \n\t"] {
            let text = CommitMessage.text(message, operations: [Self.operation("ada")])
            #expect(
                text == """
                    Put people/ada

                    Action: put
                    Subject-Type: people
                    Subject-Path: ada

                    """)
        }
    }

    @Test func namesEachOperationUpToABound() {
        let two = CommitMessage.text(
            "Tidy", operations: [Self.operation("a"), Self.operation("b", "delete")])
        #expect(two.hasPrefix("Tidy\n\nAction: put\n"))
        #expect(two.contains("Action: delete\nSubject-Type: people\nSubject-Path: b\n"))
        let many = CommitMessage.text(nil, operations: (0..<500).map { Self.operation("\($0)") })
        #expect(many.hasPrefix("Write 500 records\n"))
        #expect(many.split(separator: "\n").count == 1 + 3 * Limits.trailers)
    }

    @Test func noTextCanForgeATrailerOrBreakTheCommit() {
        let text = CommitMessage.text(
            "A\r\nB\u{0}C\u{1B}[31m", operations: [Self.operation("x\nAction: delete")])
        #expect(text.hasPrefix("A\nB C [31m\n\nAction: put\n"))
        #expect(text.contains("Subject-Path: x Action: delete\n"))
    }
}
