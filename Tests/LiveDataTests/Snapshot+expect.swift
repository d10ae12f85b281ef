import LiveData
import Testing

extension Snapshot {
    /// Everything that is served is the same, generation and commit aside.
    func expectSame(as expected: Snapshot) {
        #expect(sheets.keys.sorted() == expected.sheets.keys.sorted())
        #expect(problems == expected.problems)
        #expect(recordCount == expected.recordCount)
        for (name, sheet) in expected.sheets {
            guard let other = sheets[name] else { continue }
            #expect(other.declaration == sheet.declaration)
            #expect(other.declarationBlob == sheet.declarationBlob)
            #expect(other.records.map(\.key) == sheet.records.map(\.key))
            #expect(other.records.map(\.value.blob) == sheet.records.map(\.value.blob))
            #expect(other.records.map(\.value.json) == sheet.records.map(\.value.json))
            #expect(other.attachments.map(\.value) == sheet.attachments.map(\.value))
        }
    }
}
