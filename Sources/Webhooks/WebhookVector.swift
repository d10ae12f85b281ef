/// A secret, a body and the headers that somebody else says belong together.
struct WebhookVector {
    /// What it is and who published it.
    var name: String
    var scheme: SignatureScheme
    var secret: String
    var body: String
    var headers: [(name: String, value: String)]
    /// Unix seconds at which it is tried.
    var now: Int64 = 0

    func isAccepted() -> Bool {
        let verifier = DeliveryVerifier(schemes: [scheme])
        return verifier.verified(
            DeliveryHeaders(headers), body: Array(body.utf8), by: [SecretSet(text: secret)],
            now: now) == [0]
    }

    /// The same with one thing wrong at a time; each must be refused.
    var broken: [WebhookVector] {
        var broken = [
            with("empty body") { $0.body = "" },
            with("changed secret") { $0.secret = "A" + $0.secret.dropFirst() + "AAA=" },
            with("empty secret") { $0.secret = "" },
            with("no headers") { $0.headers = [] },
            with("repeated headers") { $0.headers += $0.headers },
            with("empty signature") { vector in
                vector.headers = vector.headers.map { ($0.name, "") }
            },
        ]
        // A token signs nothing.
        if scheme != .gitlab { broken.append(with("changed body") { $0.body += " " }) }
        if scheme == .standardWebhooks {
            broken.append(with("301 s old") { $0.now += 301 })
            broken.append(with("301 s early") { $0.now -= 301 })
        }
        return broken
    }

    /// The same in another way that must not matter.
    var varied: [WebhookVector] {
        var varied = [
            with("names in capitals") { vector in
                vector.headers = vector.headers.map { ($0.name.uppercased(), $0.value) }
            },
            with("one of several secrets") { $0.secret = "old," + $0.secret + ",new" },
        ]
        if scheme == .standardWebhooks {
            varied.append(with("300 s old") { $0.now += 300 })
            varied.append(with("300 s early") { $0.now -= 300 })
        }
        return varied
    }

    private func with(_ change: String, _ body: (inout WebhookVector) -> Void) -> WebhookVector {
        var copy = self
        copy.name += ", " + change
        body(&copy)
        return copy
    }
}
