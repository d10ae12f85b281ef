import Sheets

/// Cuts problems of several sources down to the ones worth listing, in one order.
enum ProblemList {
    /// The first `Limits.listedProblems` problems by path.
    static func first(
        of single: [SheetProblem], and sheets: [SortedEntries<SheetProblem>]
    ) -> [SheetProblem] {
        let candidates =
            single + sheets.flatMap { $0.prefix(Limits.listedProblems).map(\.value) }
        return Array(candidates.sorted(by: precedes).prefix(Limits.listedProblems))
    }

    /// By path, then line, then reason.
    private static func precedes(_ left: SheetProblem, _ right: SheetProblem) -> Bool {
        let order = PathOrder.compare(left.path, right.path)
        if order != 0 { return order < 0 }
        return (left.line ?? 0, left.reason) < (right.line ?? 0, right.reason)
    }
}
