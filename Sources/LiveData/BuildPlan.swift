import Sheets

/// What a build has to read, and what it takes over from its base.
struct BuildPlan: Sendable {
    /// Sheets that are read anew or differ in some files.
    var drafts: [SheetDraft] = []
    /// Sheets of the base of which nothing differs.
    var unchanged: [String: SheetSnapshot] = [:]
    /// Declarations that cannot be read, by sheet name.
    var brokenDeclarations: [String: SheetProblem] = [:]
}
