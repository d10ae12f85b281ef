import Sheets
import Testing

/// Three-way merges of one record, and which bytes they end in.
@Suite struct RecordMergeTests {
    struct Row: CustomTestStringConvertible {
        let name: String
        let base: String?
        let ours: String
        let theirs: String
        let result: RecordMergeResult

        init(
            _ name: String, _ base: String?, _ ours: String, _ theirs: String,
            _ result: RecordMergeResult
        ) {
            self.name = name
            self.base = base
            self.ours = ours
            self.theirs = theirs
            self.result = result
        }

        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(
            "different fields", "a = 1\nb = 1\n", "a = 2\nb = 1\n", "a = 1\nb = 2\n",
            merged("a = 2\nb = 2\n")),
        Row(
            "the same change and another", "a = 1\nb = 1\n", "a = 2\nb = 1\n", "a = 2\nb = 2\n",
            merged("a = 2\nb = 2\n")),
        Row(
            "the same added", "", "a = 1\nb = 1\n", "a = 1\nc = 1\n",
            merged("a = 1\nb = 1\nc = 1\n")),
        Row(
            "deleted on both sides", "a = 1\nb = 1\n", "b = 2\n", "b = 1\nc = 1\n",
            merged("b = 2\nc = 1\n")),
        Row(
            "changed differently", "a = 1\n", "a = 2\n", "a = 3\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "changed to another type", "a = 1\n", "a = 1.0\n", "a = 2\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "added differently", "", "a = 2\n", "a = 3\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "deleted here", "a = 1\nb = 1\n", "b = 1\n", "a = 2\nb = 1\n",
            .conflict("field `a` was deleted on our side and changed on theirs")),
        Row(
            "deleted there", "a = 1\nb = 1\n", "a = 2\nb = 1\n", "b = 1\n",
            .conflict("field `a` was changed on our side and deleted on theirs")),
        Row(
            "deleted here, left there", "a = 1\nb = 1\n", "b = 1\n", "a = 1\nb = 2\n",
            merged("b = 2\n")),
        Row(
            "arrays are values", "a = [1]\n", "a = [1, 2]\n", "a = [0, 1]\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "arrays of tables are values", "[[a]]\nx = 1\n", "[[a]]\nx = 2\n",
            "[[a]]\nx = 1\ny = 1\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "date-times are values", "a = 2026-01-01\n", "a = 2026-01-02\n",
            "a = 2026-01-01T00:00:00Z\n",
            .conflict("field `a` was changed differently on both sides")),
        Row(
            "inside a table", "[t]\na = 1\nb = 1\n", "[t]\na = 2\nb = 1\n", "[t]\na = 1\nb = 2\n",
            merged("[t]\na = 2\nb = 2\n")),
        Row(
            "inside a table that both added", "", "[t]\na = 1\n", "[t]\nb = 1\n",
            merged("[t]\na = 1\nb = 1\n")),
        Row(
            "inside a table that both made of a value", "t = 1\n", "[t]\na = 1\n", "[t]\nb = 1\n",
            merged("[t]\na = 1\nb = 1\n")),
        Row(
            "differently inside a table", "[t.u]\na = 1\n", "[t.u]\na = 2\n", "[t.u]\na = 3\n",
            .conflict("field `t.u.a` was changed differently on both sides")),
        Row(
            "a table here, a value there", "", "[t]\na = 1\n", "t = 1\n",
            .conflict("field `t` was changed differently on both sides")),
        Row(
            "a table that both emptied", "[t]\na = 1\nb = 1\n", "[t]\na = 1\n", "[t]\nb = 1\n",
            merged("[t]\n")),
        Row(
            "spellings of one character are two keys", "", "'\u{E9}' = 1\n", "'e\u{301}' = 2\n",
            merged("\"e\u{301}\" = 2\n\"\u{E9}\" = 1\n", lostText: true)),
        Row(
            "the record added alike", nil, "b = 1\na = 1\n", "a = 1\nb = 1 # c\n",
            merged("a = 1\nb = 1\n", lostText: true)),
        Row(
            "the record added differently", nil, "a = 1\n", "a = 1\nb = 1\n",
            .conflict("the record was added differently on both sides")),
        Row(
            "text changed here, fields there", "a = 1\n", "# ours\na = 1\n", "a=2 # theirs\n",
            merged("a=2 # theirs\n", lostText: true)),
        Row(
            "fields changed here, text there", "a = 1\n", "a=2 # ours\n", "# theirs\na = 1\n",
            merged("a=2 # ours\n", lostText: true)),
        Row(
            "comments on both sides", "a = 1\nb = 1\n", "a = 2 # ours\nb = 1\n", "a = 1\nb = 2\n",
            merged("a = 2\nb = 2\n", lostText: true)),
        Row(
            "not TOML here", "a = 1\n", "a = \n", "a = 2\n",
            .conflict(
                "our version cannot be read: line 1: Error while parsing key-value pair: "
                    + "expected value, saw '\\n'")),
    ])
    func mergesByField(_ row: Row) {
        #expect(
            RecordMerge.merge(
                base: row.base.map { Array($0.utf8) }, ours: Array(row.ours.utf8),
                theirs: Array(row.theirs.utf8), lineMerge: nil, format: .toml, sorts: [])
                == row.result)
    }

    @Test func keepsTheBytesOfTheOnlySideThatChanged() {
        let base = "b = 1\na = 1\n"
        let changed = "b = 1 # why\na = 2\n"
        #expect(merge(base, changed, base) == merged(changed))
        #expect(merge(base, base, changed) == merged(changed))
        #expect(merge(base, changed, changed) == merged(changed))
        #expect(merge("not = = toml", "not = = toml", changed) == merged(changed))
        #expect(merge("a = 1\n", "a = 1\n", "not toml") == merged("not toml"))
    }

    @Test func takesALineMergeThatHoldsTheMergedFields() {
        let base = "a = 1\n\n\nb = 1\n"
        let ours = "a = 2 # ours\n\n\nb = 1\n"
        let theirs = "a = 1\n\n\nb = 2 # theirs\n"
        let byLine = "a = 2 # ours\n\n\nb = 2 # theirs\n"
        #expect(merge(base, ours, theirs, lineMerge: byLine) == merged(byLine))
    }

    @Test(arguments: [
        "a = 2\na = 2\nb = 2\n", "a = 2\nb = 1\n", "a = 2\nb = 2\nc = 1\n", "",
        "<<<<<<< a\n", "a = 2.0\nb = 2\n",
    ])
    func leavesALineMergeThatDoesNot(_ byLine: String) {
        #expect(
            merge("a = 1\nb = 1\n", "a = 2\nb = 1\n", "a = 1\nb = 2\n", lineMerge: byLine)
                == merged("a = 2\nb = 2\n"))
    }

    @Test func aLineMergeOfAFieldThatBothDeletedAndOneMovedIsNotTrusted() {
        // By line this is clean and has `a` twice; field by field the values agree.
        #expect(
            merge(
                "x = 1\nb = 1\ny = 1\n", "a = 5\nx = 1\nb = 1\ny = 1\n",
                "x = 1\nb = 1\ny = 1\na = 5\n",
                lineMerge: "a = 5\nx = 1\nb = 1\ny = 1\na = 5\n")
                == merged("a = 5\nb = 1\nx = 1\ny = 1\n", lostText: true))
    }

    @Test func mergesAMarkdownRecordsTextAsOneField() {
        let base = "+++\na = 1\n+++\n\none\n"
        #expect(
            merge(base, "+++\na = 2\n+++\n\none\n", "+++\na = 1\n+++\n\ntwo\n", of: .markdown)
                == merged("+++\na = 2\n+++\n\ntwo\n"))
        #expect(
            merge(base, "+++\na = 2\n+++\n\nthree\n", "+++\na = 1\n+++\n\ntwo\n", of: .markdown)
                == .conflict("field `body` was changed differently on both sides"))
    }

    @Test func sortsTheArraysThatTheSheetDeclares() {
        let sort = FieldSort(
            field: "k", rule: .keys([FieldSort.Key(field: "x", isDescending: true)]))
        #expect(
            RecordMerge.merge(
                base: Array("".utf8), ours: Array("a = 1\n".utf8),
                theirs: Array("k = [{ x = 1 }, { x = 2 }]\n".utf8) + Array("b = 1\n".utf8),
                lineMerge: nil, format: .toml, sorts: [sort])
                == merged("a = 1\nb = 1\n\n[[k]]\nx = 2\n\n[[k]]\nx = 1\n", lostText: true))
    }

    @Test func doesNotWriteWhatTheSheetDoesNotLetItWrite() {
        let format = RecordFormat(
            kind: .markdown, bodyField: "body", titleField: nil, normalizesBody: true)
        let base = "+++\na = 1\nb = 1\n+++\n\none\n"
        let ours = "+++\na = 2\nb = 1\n+++\n\none\n"
        let theirs = "+++\na = 1\nb = 2\n+++\n\none\n"
        guard case .conflict(let reason) = merge(base, ours, theirs, of: format) else {
            Issue.record("it was written")
            return
        }
        #expect(reason.hasPrefix("the sheet cannot be written to: its text goes through"))
        let byLine = "+++\na = 2\nb = 2\n+++\n\none\n"
        #expect(merge(base, ours, theirs, lineMerge: byLine, of: format) == merged(byLine))
        #expect(merge(base, base, theirs, of: format) == merged(theirs))
    }

    @Test func refusesAMergeThatCouldNotBeReadAgain() {
        let half = String(repeating: "x", count: 5 << 20)
        guard
            case .conflict(let reason) = merge("", "a = '\(half)'\n", "b = '\(half)'\n")
        else {
            Issue.record("it was merged")
            return
        }
        #expect(reason.hasSuffix("bytes are larger than 8 MiB"))
    }

    private func merge(
        _ base: String, _ ours: String, _ theirs: String, lineMerge: String? = nil,
        of format: RecordFormat = .toml
    ) -> RecordMergeResult {
        RecordMerge.merge(
            base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8),
            lineMerge: lineMerge.map { Array($0.utf8) }, format: format, sorts: [])
    }
}

private func merged(_ text: String, lostText: Bool = false) -> RecordMergeResult {
    .merged(Array(text.utf8), lostText: lostText)
}
