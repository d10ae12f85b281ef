/// The one owner of a libgit2 object: it cannot be copied, and its end frees the object.
///
/// Not Sendable: libgit2 allows one thread at a time per object
/// (https://libgit2.org/docs/guides/threading).
struct Handle<Kind: HandleKind>: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over what `open` stores; `operation` is the name of the libgit2 function it calls.
    init(
        _ operation: String, _ open: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var raw: OpaquePointer?
        try check(open(&raw), operation)
        guard let raw else { throw GitError.last(Int32(-1), operation) }
        pointer = raw
    }

    /// Nil when `open` answers that there is no such thing.
    static func ifFound(
        _ operation: String, _ open: (inout OpaquePointer?) -> Int32
    ) throws(GitError) -> Handle<Kind>? {
        var raw: OpaquePointer?
        guard try found(open(&raw), operation), let raw else { return nil }
        return Handle(owning: raw)
    }

    private init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { Kind.free(pointer) }
}
