import Foundation
import FuzzKit
import NIOCore
import NIOHTTP1

@testable import HTTPAPI

/// What holds for answers that are kept for whoever asks the same again.
enum KeptRules {
    /// Has answered all inputs before.
    private static let used = MemoryReads(live: SampleData.live)

    /// An answer is the one that somebody gets who asks first.
    static func check(_ target: String) {
        let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: target)
        var date = HTTPDate()
        let kept = used.answer(to: request, at: &date).map(words)
        let fresh = MemoryReads(live: SampleData.live).answer(to: request, at: &date).map(words)
        claim(
            kept == fresh,
            "\(target) is answered with \(kept ?? "nothing"), and at first with \(fresh ?? "nothing")"
        )
    }

    /// The answer without the moment it was made at.
    private static func words(_ answer: AnswerBytes) -> String {
        (String(buffer: answer.head) + (answer.body.map { String(buffer: $0) } ?? ""))
            .split(separator: "\r\n").filter { !$0.hasPrefix("Date: ") }.joined(separator: "\n")
    }
}
