/// What an HTTP call of a step got back.
package struct Answer: Sendable {
    /// The status; 0 when there was no answer.
    package var status = 0
    /// Exit status when a command answered.
    package var exit: Int?
    /// Whether it answers a write: `status: 200` then means that it was acknowledged, be it 200 or
    /// 201.
    package var isOfWrite = false
    /// Headers, names in lower case.
    package var headers: [String: String] = [:]
    /// The body when it is JSON.
    package var body: DataValue?
    /// The body as it came, for messages and comparisons.
    package var raw: [UInt8] = []
    /// Why there was no answer.
    package var error: String?
    /// When the request was sent and the answer complete.
    package var asked = MonotonicTime.now
    package var answered = MonotonicTime.now

    /// `X-Data-Commit`.
    package var dataCommit: String? { headers["x-data-commit"] }
    /// `X-Data-Generation`.
    package var generation: UInt64? { headers["x-data-generation"].flatMap { UInt64($0) } }
    /// `outcome`, or the code of the error.
    package var outcome: String? { body?["outcome"]?.text ?? body?["error"]?["code"]?.text }
    /// The finer reason of an outcome or error.
    package var reason: String? { body?["error"]?["reason"]?.text ?? body?["reason"]?.text }
}
