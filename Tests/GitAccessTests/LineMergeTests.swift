import GitAccess
import TestSupport
import Testing

@Suite("Merging by line") struct LineMergeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base: String
        let ours: String
        let theirs: String
        /// Nil: a conflict.
        let merged: String?
    }

    static let rows = [
        Row(
            testDescription: "changes far apart", base: "a\nb\nc\nd\ne\n",
            ours: "A\nb\nc\nd\ne\n", theirs: "a\nb\nc\nd\nE\n", merged: "A\nb\nc\nd\nE\n"),
        Row(
            testDescription: "neighbouring lines", base: "a\nb\nc\nd\n", ours: "a\nB\nc\nd\n",
            theirs: "a\nb\nC\nd\n", merged: nil),
        Row(
            testDescription: "the same change and one far away", base: "a\nb\nc\nd\ne\n",
            ours: "a\nB\nc\nd\ne\n", theirs: "a\nB\nc\nd\nE\n", merged: "a\nB\nc\nd\nE\n"),
        Row(
            testDescription: "CRLF is kept", base: "a\r\nb\r\nc\r\nd\r\n",
            ours: "A\r\nb\r\nc\r\nd\r\n", theirs: "a\r\nb\r\nc\r\nD\r\n",
            merged: "A\r\nb\r\nc\r\nD\r\n"),
        Row(
            testDescription: "LF against CRLF", base: "a\nb\n", ours: "a\r\nb\r\n",
            theirs: "a\nB\n", merged: nil),
        Row(
            testDescription: "no newline at the end", base: "a\nb\nc\nd", ours: "A\nb\nc\nd",
            theirs: "a\nb\nc\nD", merged: "A\nb\nc\nD"),
        Row(
            testDescription: "one line, two values", base: "a\n", ours: "b\n", theirs: "c\n",
            merged: nil),
        Row(
            testDescription: "everything deleted and something changed", base: "a\nb\n", ours: "",
            theirs: "a\nB\n", merged: nil),
        Row(
            testDescription: "everything deleted on one side", base: "a\n", ours: "", theirs: "a\n",
            merged: ""),
        Row(
            testDescription: "lines that look like markers", base: "<<<<<<< x\nb\nc\nd\n",
            ours: "<<<<<<< y\nb\nc\nd\n", theirs: "<<<<<<< x\nb\nc\n=======\n",
            merged: "<<<<<<< y\nb\nc\n=======\n"),
    ]

    @Test(arguments: rows) func agreesWithGit(row: Row) async throws {
        let merged = try LineMerge.merge(
            base: Array(row.base.utf8), ours: Array(row.ours.utf8), theirs: Array(row.theirs.utf8))
        #expect(merged == row.merged.map { Array($0.utf8) })
        let folder = try TemporaryFolder()
        for (name, text) in [("base", row.base), ("ours", row.ours), ("theirs", row.theirs)] {
            try folder.write(text, to: name)
        }
        // Its exit code is the number of conflicts.
        let isClean: Bool
        do {
            try await GitProgram.run(
                ["merge-file", "-q"] + ["ours", "base", "theirs"].map(folder.child))
            isClean = true
        } catch is GitProgram.Failure {
            isClean = false
        }
        #expect(isClean == (merged != nil))
        if isClean { #expect(try [UInt8](readFile(folder.child("ours"))) == merged) }
    }

    @Test func aFileWithANULIsNeverMerged() throws {
        let text = Array("a\nb\nc\nd\ne\n".utf8)
        let first = Array("A\nb\nc\nd\ne\n".utf8)
        let last = Array("a\nb\nc\nd\nE\n".utf8)
        #expect(try LineMerge.merge(base: text, ours: first, theirs: last) != nil)
        for index in 0..<3 {
            var versions = [text, first, last]
            versions[index].append(0)
            let merged = try LineMerge.merge(
                base: versions[0], ours: versions[1], theirs: versions[2])
            #expect(merged == nil, "\(index)")
        }
    }

    @Test func bytesThatAreNotUTF8AreKept() throws {
        let odd: [UInt8] = [0xE9, 0xFF, 10]
        let middle = Array("b\nc\nd\n".utf8)
        let merged = try LineMerge.merge(
            base: odd + middle + [0x80, 10], ours: odd + odd + middle + [0x80, 10],
            theirs: odd + middle + [0x81, 10])
        #expect(merged == odd + odd + middle + [0x81, 10])
    }
}
