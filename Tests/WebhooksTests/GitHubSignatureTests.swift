import Foundation
import Subprocess
import Testing
import Webhooks

@Suite("GitHub's signature") struct GitHubSignatureTests {
    /// The example of GitHub's page "Validating webhook deliveries".
    static let secret = "It's a Secret to Everybody"
    static let body = Array("Hello, World!".utf8)
    static let header =
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    private func isValid(
        header: String = header, body: [UInt8] = body, secret: String? = secret
    ) -> Bool {
        GitHubSignature.isValid(header: header, body: body, secrets: SecretSet(text: secret))
    }

    @Test func acceptsTheVectorThatGitHubPublishes() { #expect(isValid()) }

    @Test func refusesEveryBodyThatDiffersInOneBit() {
        for position in Self.body.indices {
            for bit in 0..<8 {
                var body = Self.body
                body[position] ^= 1 << bit
                #expect(!isValid(body: body), "bit \(bit) of byte \(position)")
            }
        }
        #expect(!isValid(body: Self.body + [0]))
        #expect(!isValid(body: Array(Self.body.dropLast())))
    }

    @Test func refusesEverySignatureThatDiffersInOneBit() {
        let bytes = Array(Self.header.utf8)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(
                    !isValid(header: String(decoding: changed, as: UTF8.self)),
                    "bit \(bit) of byte \(position)")
            }
        }
    }

    @Test func refusesEverySecretThatDiffersInOneBit() {
        let bytes = Array(Self.secret.utf8)
        for position in bytes.indices {
            // The eighth bit makes no text of it.
            for bit in 0..<7 {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(!isValid(secret: String(decoding: changed, as: UTF8.self)))
            }
        }
    }

    static let digits = String(header.dropFirst(7))

    @Test(arguments: [
        "", "sha256=", "sha256", digits, "sha1=" + digits, "sha256=\(digits)0",
        "sha256=\(digits.dropLast())", " sha256=\(digits)", "sha256= \(digits.dropLast())",
        "sha256=\(digits.uppercased())", "SHA256=\(digits)", "sha256=\(digits)\n",
        "sha256=+\(digits.dropFirst())", "sha256=" + String(repeating: "é", count: 32),
        "sha256=" + String(repeating: "0", count: 64), "sha256=-0\(digits.dropFirst(2))",
        "sha256=\(digits),sha256=\(digits)",
    ])
    func refusesAnyOtherHeader(header: String) { #expect(!isValid(header: header)) }

    @Test(arguments: [nil, "", ",", ",,,", "\n", "\r\n", ",\n"])
    func anEmptySecretNeverVerifies(secret: String?) async throws {
        // HMAC with the empty key, which an attacker can compute.
        let forged = try await signature(of: "x", secret: "")
        #expect(!isValid(header: forged, body: Array("x".utf8), secret: secret))
        #expect(SecretSet(text: secret).isEmpty)
        #expect(!SecretSet(text: secret).contains([]))
    }

    @Test func anEmptyBodyNeverVerifies() async throws {
        let header = try await signature(of: "", secret: Self.secret)
        #expect(!isValid(header: header, body: []))
    }

    @Test(arguments: [
        ("old,new", "old", true), ("old,new", "new", true), (",old,,new,", "new", true),
        ("old,new\n", "new", true), ("old,new\r\n", "new", true), ("new\n\n", "new\n", true),
        ("old,new", "ol", false), ("old,new", "old,new", false), ("old,new", "", false),
        ("old", "old\n", false), ("ünï", "ünï", true),
    ])
    func eachOfSeveralSecretsVerifies(set: String, signer: String, valid: Bool) async throws {
        let body = "{\"zen\": \"Speak like a human.\"}"
        let header = try await signature(of: body, secret: signer)
        #expect(isValid(header: header, body: Array(body.utf8), secret: set) == valid)
        #expect(SecretSet(text: set).contains(Array(signer.utf8)) == valid)
    }

    @Test(arguments: [1, 55, 56, 64, 65, 1_000, 70_000])
    func agreesWithAnIndependentProgram(length: Int) async throws {
        let body = String((0..<length).map { "\($0 % 10)" }.joined().prefix(length))
        let secret = String(repeating: "k", count: length % 130 + 1)
        let header = try await signature(of: body, secret: secret)
        #expect(isValid(header: header, body: Array(body.utf8), secret: secret))
    }

    /// Made by Python's hmac module.
    private func signature(of body: String, secret: String) async throws -> String {
        let script = """
            import hmac, sys
            key = bytes.fromhex(sys.argv[1])
            print("sha256=" + hmac.new(key, sys.stdin.buffer.read(), "sha256").hexdigest(), end="")
            """
        let hex = secret.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        let result = try await Subprocess.run(
            .name("python3"), arguments: ["-c", script, hex.joined()],
            input: .string(body), output: .string(limit: 1 << 10), error: .discarded)
        return try #require(result.terminationStatus.isSuccess ? result.standardOutput : nil)
    }
}
