import NIOCore

/// An answer, and its bytes as they go out, good for one second: the date is in them.
struct KeptAnswer: Sendable {
    let answer: MemoryAnswer
    /// Seconds since 1970 that its date says.
    let second: Int
    private let whole: AnswerBytes
    /// For whoever has it already; nil where nobody can ask so.
    private let notModified: AnswerBytes?

    init(_ answer: MemoryAnswer, at date: inout HTTPDate) {
        self.answer = answer
        second = date.second()
        whole = AnswerBytes(answer, date: date.text)
        notModified = answer.etag == nil ? nil : AnswerBytes(answer.notModified, date: date.text)
    }

    /// - Parameter condition: What the client sent as `If-None-Match`.
    func bytes(for condition: String?) -> AnswerBytes {
        guard let notModified, answer.isKnown(by: condition) else { return whole }
        return notModified
    }

    /// Bytes it takes.
    var size: Int {
        Limits.keptAnswerOverhead + whole.size + (notModified?.size ?? 0)
            + (whole.body == nil ? answer.body?.readableBytes ?? 0 : 0)
    }
}
