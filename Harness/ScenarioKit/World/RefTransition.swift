/// One change of a remote's ref, as the remote saw it.
package struct RefTransition: Sendable, Hashable {
    /// Who moved it.
    package enum Mover: String, Sendable {
        case server, step
    }

    package let mover: Mover
    /// The remote.
    package let remote: String
    /// Full name of the ref.
    package let ref: String
    /// Id before, nil when it did not exist.
    package let old: String?
    /// Id after, nil when it was deleted.
    package let new: String?

    /// Reads the journal that the `update` hook of `remote` writes.
    static func parse(_ text: String, remote: String) -> [RefTransition] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 4, let mover = Mover(rawValue: fields[0]) else { return nil }
            func id(_ text: String) -> String? { text.allSatisfy { $0 == "0" } ? nil : text }
            return RefTransition(
                mover: mover, remote: remote, ref: fields[1], old: id(fields[2]),
                new: id(fields[3]))
        }
    }
}
