import CLibgit2

/// Says how one kind of libgit2 object is freed.
protocol HandleKind {
    static func free(_ pointer: OpaquePointer)
}

/// The kinds in use.
enum Kinds {
    enum Repository: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_repository_free(pointer) }
    }
    enum ObjectStore: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_odb_free(pointer) }
    }
    enum StoredObject: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_odb_object_free(pointer) }
    }
    enum Object: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_object_free(pointer) }
    }
    enum Commit: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_commit_free(pointer) }
    }
    enum Tree: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_tree_free(pointer) }
    }
    enum TreeEntry: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_tree_entry_free(pointer) }
    }
    enum Reference: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_reference_free(pointer) }
    }
    enum ReferenceIterator: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_reference_iterator_free(pointer) }
    }
    enum RevisionWalk: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_revwalk_free(pointer) }
    }
    enum Patch: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_patch_free(pointer) }
    }
    enum Transaction: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_transaction_free(pointer) }
    }
    enum Config: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_config_free(pointer) }
    }
    enum ConfigIterator: HandleKind {
        static func free(_ pointer: OpaquePointer) { git_config_iterator_free(pointer) }
    }
}
