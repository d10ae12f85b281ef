package import JSONModel

/// One change of one record, attachment or declaration.
package struct WriteOperation: Sendable {
    /// What is to be done.
    package enum Change: Sendable {
        /// The whole record. Without a path it is rendered from the record; with `onlyNew` a
        /// record in its place is an error.
        case put(path: String?, JSON, onlyNew: Bool)
        /// A merge patch (RFC 7396).
        case patch(path: String, JSON)
        /// The record and the files in the folder named like it go.
        case delete(path: String)
        /// The whole file beside a record; `path` is the record's, a slash, and the file's name.
        case attach(path: String, [UInt8])
        case detach(path: String)
        /// The `gitsheet` table of the sheet's declaration.
        case declare(JSON)
    }

    package let sheet: String
    package let change: Change
    package let condition: WriteCondition

    package init(
        sheet: String, _ change: Change, condition: WriteCondition = WriteCondition()
    ) {
        self.sheet = sheet
        self.change = change
        self.condition = condition
    }

    /// The word of the commit's `Action` trailer.
    var action: String {
        switch change {
        case .put(_, _, let onlyNew): onlyNew ? "create" : "put"
        case .patch: "patch"
        case .delete: "delete"
        case .attach: "attach"
        case .detach: "detach"
        case .declare: "declare"
        }
    }
}
