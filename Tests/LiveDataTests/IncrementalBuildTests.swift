import GitAccess
import GitModel
import LiveData
import Sheets
import TestSupport
import Testing

/// A snapshot built over another one is the same as one built from nothing, whatever was edited.
@Suite struct IncrementalBuildTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func agreesWithAFullBuildAfterAnyEdits(seed: UInt64) async throws {
        try await follow(seed: seed, policy: .refuse)
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func agreesWithAFullBuildWhenBadRecordsAreSkipped(seed: UInt64) async throws {
        try await follow(seed: seed, policy: .skip)
    }

    private func follow(seed: UInt64, policy: BadRecordPolicy) async throws {
        let world = try await World.make()
        var story = EditStory(seed: seed, breaksThings: policy == .skip)
        var served: Snapshot?
        for _ in 0..<12 {
            let commit = try await world.commit(story.nextEdits())
            let candidate = try await world.builder(policy).build(commit: commit, over: served)
            let fresh = try SearchIndex(path: nil)
            let full = try await world.builder(policy, search: fresh)
                .build(commit: commit, over: nil).snapshot
            candidate.snapshot.expectSame(as: full)
            expectChanges(candidate.changes, from: served, to: full)
            if let served { expectSummary(candidate.snapshot.changes, from: served, to: full) }
            try await world.search.sweep()
            for word in EditStory.words {
                let found = try await world.found(word, in: candidate.snapshot)
                let expected = try await fresh.search(word, sheet: nil, limit: 1_000, in: full)
                #expect(found == expected.hits.map { "\($0.sheet)/\($0.path)" }.sorted())
                #expect(Set(found).count == found.count)
            }
            served = candidate.snapshot
        }
        let rows = try await world.search.rowCount()
        #expect(served?.recordCount ?? 0 > 0)
        served = nil
        try await world.search.sweep()
        #expect(rows > 0)
        #expect(try await world.search.rowCount() == 0)
    }

    private func expectChanges(_ changes: [RecordChange], from old: Snapshot?, to new: Snapshot) {
        var expected: Set<RecordChange> = []
        for name in Set(new.sheets.keys).union(old?.sheets.keys ?? [:].keys) {
            let before = old?.sheets[name]?.records ?? .init()
            let after = new.sheets[name]?.records ?? .init()
            for (path, record) in after
            where before[path]?.json != record.json
                || before[path]?.blob != record.blob
            {
                let isNew = before[path] == nil
                expected.insert(
                    RecordChange(sheet: name, path: path, op: isNew ? .added : .changed))
            }
            for (path, _) in before where after[path] == nil {
                expected.insert(RecordChange(sheet: name, path: path, op: .removed))
            }
        }
        #expect(Set(changes) == expected)
        #expect(changes.count == expected.count)
    }

    /// What followers are told is what can be seen to differ.
    private func expectSummary(_ summary: ChangeSummary, from old: Snapshot, to new: Snapshot) {
        var files: Set<AttachmentChange> = []
        var sheets: Set<String> = []
        for name in Set(new.sheets.keys).union(old.sheets.keys) {
            guard let before = old.sheets[name], let after = new.sheets[name] else {
                sheets.insert(name)
                continue
            }
            if before.declarationBlob != after.declarationBlob { sheets.insert(name) }
            let both = before.records.map(\.key).filter { after.records[$0] != nil }
            for path in both {
                let (first, second) = (
                    before.attachments["\(path)/photo.jpg"], after.attachments["\(path)/photo.jpg"]
                )
                guard first != second else { continue }
                let op: RecordChange.Operation =
                    first == nil ? .added : second == nil ? .removed : .changed
                files.insert(
                    AttachmentChange(sheet: name, path: path, name: "photo.jpg", op: op))
            }
        }
        #expect(Set(summary.attachments) == files)
        #expect(summary.attachments.count == files.count)
        sheets.formUnion(summary.records.map(\.sheet))
        sheets.formUnion(files.map(\.sheet))
        // A sheet may be named for a file that belongs to no record, too.
        #expect(sheets.isSubset(of: summary.sheets))
        #expect(summary.sheets == Set(summary.sheets).sorted())
        #expect(!summary.isCut)
    }
}
