import Foundation
import Testing

/// What the compiler does not say about the sources.
@Suite struct SourceRulesTests {
    /// Escapes from the compiler's help; each needs a reason in the line above.
    static let escapes = [
        "@unchecked Sendable", "nonisolated(unsafe)", "try!", "fatalError(", " Task {",
    ]

    @Test(arguments: escapes)
    func anEscapeHasAReason(escape: String) throws {
        for file in try SourceTree.files(in: ["Sources"]) {
            let lines = file.lines
            for (number, line) in lines.enumerated() where line.contains(escape) {
                let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
                guard code.contains(escape) else { continue }
                let before = number > 0 ? lines[number - 1] : ""
                #expect(
                    before.contains("//"),
                    "\(file.path):\(number + 1) uses \(escape) without a reason")
            }
        }
    }

    @Test func linesFitOnAScreen() throws {
        for file in try SourceTree.files(in: ["Sources", "Harness", "Tests"]) {
            for (number, line) in file.lines.enumerated() where line.count > 140 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test func filesStayOneThing() throws {
        for file in try SourceTree.files(in: ["Sources", "Harness"]) {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func nothingIsMarkedUnfinished() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for file in try SourceTree.files(in: ["Sources", "Harness", "Tests"]) {
            for mark in marks { #expect(!file.text.contains(mark), "\(file.path) has \(mark)") }
        }
    }

    @Test func onlyMainsReadTheEnvironment() throws {
        for file in try SourceTree.files(in: ["Sources"]) where !file.path.hasSuffix("main.swift") {
            #expect(!file.code.contains("ProcessInfo.processInfo.environment"), "\(file.path)")
            #expect(!file.code.contains("CommandLine.arguments"), "\(file.path)")
        }
    }
}
