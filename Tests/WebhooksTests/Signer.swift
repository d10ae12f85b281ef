import Foundation
import Subprocess
import Testing
import Webhooks

/// Programs that share nothing with us and make HMAC-SHA256.
enum Signer: String, CaseIterable {
    case python
    case openssl

    /// The HMAC of `body` in lower-case hexadecimal.
    func hmac(_ body: [UInt8], key: [UInt8]) async throws -> String {
        let hex = key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let script = """
            import hmac, sys
            key = bytes.fromhex(sys.argv[1])
            print(hmac.new(key, sys.stdin.buffer.read(), "sha256").hexdigest(), end="")
            """
        let (program, arguments) =
            switch self {
            case .python: ("python3", ["-c", script, hex])
            case .openssl:
                ("openssl", ["dgst", "-sha256", "-r", "-mac", "HMAC", "-macopt", "hexkey:" + hex])
            }
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), input: .array(body),
            output: .string(limit: 1 << 10), error: .discarded)
        let text = try #require(result.terminationStatus.isSuccess ? result.standardOutput : nil)
        return String(text.prefix(64))
    }

    /// The value that `scheme`'s signature header has for `body`.
    func header(
        _ scheme: SignatureScheme, _ body: [UInt8], secret: String,
        id: String = Delivery.id, time: String = Delivery.time
    ) async throws -> String {
        switch scheme {
        case .gitlab: return secret
        case .gitea: return try await hmac(body, key: Array(secret.utf8))
        case .github, .bitbucket:
            return "sha256=" + (try await hmac(body, key: Array(secret.utf8)))
        case .standardWebhooks:
            let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
            let key = try #require(Data(base64Encoded: text))
            let hex = try await hmac(Array("\(id).\(time).".utf8) + body, key: Array(key))
            let digits = Array(hex)
            let bytes = stride(from: 0, to: 64, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            return "v1," + Data(bytes).base64EncodedString()
        }
    }
}
