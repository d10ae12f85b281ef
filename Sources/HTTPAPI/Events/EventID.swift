/// The `id` of an event, which a follower sends back as `Last-Event-ID`: which start of the server
/// it followed, and the generation it knew.
struct EventID: Equatable, CustomStringConvertible {
    /// Tells one start of the process from another: generations begin anew with each.
    let start: String
    let generation: UInt64

    var description: String { "\(start)-\(generation)" }

    init(start: String, generation: UInt64) {
        self.start = start
        self.generation = generation
    }

    /// Nil for what no Livetree has issued.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let generation = UInt64(parts[1]) else {
            return nil
        }
        self.init(start: String(parts[0]), generation: generation)
    }

    /// A word for this start of the process.
    static func newStart() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
