/// What a file of the tree is to a sheet.
package enum PathRole: Hashable, Sendable {
    /// In a record's place; `path` is below the sheet's root and without extension.
    case record(path: String)
    /// Below the root but no record; an attachment if its folder is named like a record.
    case file(path: String)
    /// Not below the sheet's root, or part of a declaration.
    case outside
}
