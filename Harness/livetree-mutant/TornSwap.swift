import Foundation
import GitModel
import LiveData

/// Swaps that show a reader what never was one state.
enum TornSwap {
    /// How long the mix of a torn swap is served: long enough for a reader to meet it.
    private static let mixSeconds = 0.05

    @Sendable static func swap(_ live: LiveSnapshot, _ next: Snapshot) {
        if let old = live.current {
            live.swap(to: relabelled(sheets: mix(old, next), as: next))
            Thread.sleep(forTimeInterval: mixSeconds)
        }
        live.swap(to: next)
    }

    @Sendable static func swapLabelOnly(_ live: LiveSnapshot, _ next: Snapshot) {
        guard let old = live.current else {
            live.swap(to: next)
            return
        }
        live.swap(to: relabelled(sheets: old.sheets, as: next))
    }

    private static func relabelled(
        sheets: [String: SheetSnapshot], as next: Snapshot
    ) -> Snapshot {
        Snapshot(
            commit: next.commit, tree: next.tree, generation: next.generation, sheets: sheets)
    }

    /// Every second record of the new state, and what the old state has in place of the others.
    private static func mix(_ old: Snapshot, _ next: Snapshot) -> [String: SheetSnapshot] {
        Dictionary(uniqueKeysWithValues: next.sheets.map { ($0, mix(old.sheets[$0], $1)) })
    }

    private static func mix(_ before: SheetSnapshot?, _ sheet: SheetSnapshot) -> SheetSnapshot {
        guard let before else { return sheet }
        let others = sheet.records.enumerated().filter { !$0.offset.isMultiple(of: 2) }
        let edits = others.compactMap { other in
            before.records[other.element.key].map { (key: other.element.key, value: Optional($0)) }
        }
        return SheetSnapshot(
            declaration: sheet.declaration, declarationBlob: sheet.declarationBlob,
            records: sheet.records.updating(edits), attachments: sheet.attachments)
    }
}
