package import GitAccess
package import GitModel
import Sheets

/// Turns a commit into a snapshot, whole or by what differs from another one.
///
/// Nothing served changes here: the result is a candidate that is swapped in or dropped.
package struct SnapshotBuilder: Sendable {
    let repository: GitRepository
    let blobs: BlobReader
    let search: SearchIndex
    let badRecords: BadRecordPolicy

    package init(
        repository: GitRepository, blobs: BlobReader, search: SearchIndex,
        badRecords: BadRecordPolicy
    ) {
        self.repository = repository
        self.blobs = blobs
        self.search = search
        self.badRecords = badRecords
    }

    /// Builds the snapshot of `commit`; nil is a branch without commits, which has no sheets.
    ///
    /// Over a `base` only what differs between the two trees is read, everything else is shared;
    /// without one every record is read, on all cores, unless an earlier start left it in the
    /// search index. When this returns, searches in the new
    /// snapshot are answered (with `Indexing.later`, once `SearchIndex.index(_:)` was called).
    /// `edits` spares comparing the trees and reading what a writer just had in its hands.
    /// Throws without leaving anything behind.
    package func build(
        commit: CommitInfo?, over base: Snapshot?, edits: KnownEdits? = nil,
        indexing: Indexing = .now
    ) async throws(SnapshotError) -> Candidate {
        let plan = try await plan(tree: commit?.tree, over: base, changes: edits?.changes)
        let stored = base == nil ? search.stored : StoredRecords()
        let drafts = try await read(plan.drafts, known: edits?.contents ?? [:], stored: stored)
        let assembly = Assembler(base: base, plan: plan, drafts: drafts).assemble()
        try checkServable(assembly, commit: commit?.id)
        let lease = search.begin(
            sheets: assembly.sheets, over: base?.lease, differing: assembly.differing)
        if base == nil { search.letGoOfStored(taken: drafts.reduce(0) { $0 + $1.storedCount }) }
        let snapshot = Snapshot(
            commit: commit?.id, tree: commit?.tree, generation: (base?.generation ?? 0) + 1,
            sheets: assembly.sheets, brokenDeclarations: assembly.brokenDeclarations,
            changes: ChangeSummary(
                sheets: assembly.changedSheets.sorted(), records: assembly.changes,
                attachments: assembly.attachmentChanges),
            lease: lease)
        switch indexing {
        case .laterWhenLarge where assembly.rows.count <= Limits.recordsIndexedAtOnce, .now:
            try await search.insert(assembly.rows)
        case .later, .laterWhenLarge: search.postpone(assembly.rows)
        }
        return Candidate(snapshot: snapshot, base: base, changes: assembly.changes)
    }

    private func checkServable(
        _ assembly: Assembly, commit: CommitID?
    ) throws(SnapshotError) {
        let total = assembly.sheets.count + assembly.brokenDeclarations.count
        guard total <= Limits.sheets else {
            let problem = SheetProblem(
                path: ".gitsheets", line: nil,
                reason: "declares more than \(Limits.sheets) sheets")
            throw .unservable(commit: commit, problems: [problem], count: 1)
        }
        guard badRecords == .refuse else { return }
        let perSheet = assembly.sheets.values.map(\.problems)
        let count = assembly.brokenDeclarations.count + perSheet.reduce(0) { $0 + $1.count }
        guard count > 0 else { return }
        let listed = ProblemList.first(
            of: Array(assembly.brokenDeclarations.values), and: perSheet)
        throw .unservable(commit: commit, problems: listed, count: count)
    }
}
