/// The three headers of Standard Webhooks, read and in time.
struct StandardWebhooksClaim {
    /// `<webhook-id>.<webhook-timestamp>.`, which is signed before the body.
    private let signedPrefix: [UInt8]
    private let digests: [[UInt8]]

    /// `signatures`: the `webhook-signature` header, signatures of any version between spaces;
    /// only those of version 1 count. Nil when one of the headers is missing, came twice or has
    /// another form, and when the timestamp is further from `now` than `Limits.clockSkew`.
    init?(_ signatures: String, _ headers: DeliveryHeaders, now: Int64) {
        guard let id = headers["webhook-id"], !id.isEmpty,
            // "… not be allowed to include any `.` to prevent certain attacks": it would move the
            // border between the id and the time.
            !id.utf8.contains(UInt8(ascii: ".")),
            let time = headers["webhook-timestamp"], let seconds = Self.seconds(time),
            Self.isCloseEnough(seconds, now)
        else { return nil }
        let parts = signatures.utf8.split(
            separator: UInt8(ascii: " "), maxSplits: Limits.signatures)
        guard parts.count <= Limits.signatures else { return nil }
        digests = parts.compactMap { part in
            guard part.starts(with: "v1,".utf8) else { return nil }
            return Base64.decode(part.dropFirst(3)).flatMap { $0.count == 32 ? $0 : nil }
        }
        guard !digests.isEmpty else { return nil }
        signedPrefix = Array("\(id).\(time).".utf8)
    }

    /// Whether `secret` made one of the signatures; its text is base64, as the specification has
    /// it, with or without `whsec_` before it, as its libraries take it.
    func isProven(by secret: [UInt8], over body: [UInt8]) -> Bool {
        let prefix = Array("whsec_".utf8)
        let text = secret.starts(with: prefix) ? secret[prefix.count...] : secret[...]
        guard let key = Base64.decode(text) else { return false }
        return MessageDigest.isOne(of: digests, madeWith: key, over: [signedPrefix, body])
    }

    private static func isCloseEnough(_ seconds: Int64, _ now: Int64) -> Bool {
        let (difference, overflow) = now.subtractingReportingOverflow(seconds)
        return !overflow && difference.magnitude <= Limits.clockSkew
    }

    /// Digits only: the text is signed as it stands, so there is one way to write a time.
    private static func seconds(_ text: String) -> Int64? {
        guard (1...15).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int64(text)
    }
}
