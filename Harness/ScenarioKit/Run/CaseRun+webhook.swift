import Foundation

/// Deliveries of webhooks, signed here.
extension CaseRun {
    /// Delivers, once or several times one after another, in the background or not.
    func webhook(_ verb: WebhookVerb, step: Step, number: Int?) async throws -> Answer? {
        let server = try await server(of: step)
        var requests: [Request] = []
        for _ in 0..<verb.times { requests.append(try await request(for: verb, server: server)) }
        let ready = requests
        let pending = scope.begin { await self.deliver(ready, to: server) }
        if verb.background {
            background.append(Background(step: step, number: number, answer: pending))
            return nil
        }
        let answers = await pending.value()
        for answer in answers.dropLast() {
            guard let expect = step.expect else { break }
            try await check(
                expect, answer: answer, within: nil, verb: "webhook", number: number,
                since: answer.asked, location: step.location, at: step.at)
        }
        return answers.last
    }

    private func request(for verb: WebhookVerb, server: ServerActor) async throws -> Request {
        let payload = try await filled(verb.payload ?? .map([]), for: server)
        // A text stands for itself, so that what is no JSON can be sent too.
        let body = Array((payload.text ?? JSONText.write(payload)).utf8)
        let secret: String
        if let given = verb.secret {
            secret = try filled(given, for: server)
        } else {
            secret = try rightSecret(of: verb.path, server: server)
        }
        var headers = try DeliverySigner(scheme: verb.scheme, secret: secret).headers(
            event: verb.event, delivery: verb.delivery ?? UUID().uuidString, body: body,
            at: Int64(Date().timeIntervalSince1970))
        headers["Content-Type"] = "application/json"
        return Request(path: verb.path, headers: headers, body: body)
    }

    /// The first secret the receiver is told, by its variable or by the file that this names now.
    /// Where none is, any: the receiver is to say that it has none.
    private func rightSecret(of path: String, server: ServerActor) throws -> String {
        let name = path == "/webhook/deploy" ? "WEBHOOK_SECRET" : "GITHUB_WEBHOOK_SECRET"
        let environment = try environment(
            for: server, adding: startEnvironments[server.spec.name] ?? [:])
        var text = environment[name] ?? ""
        if text.isEmpty, let file = environment[name + "_FILE"] {
            text = try String(contentsOfFile: file, encoding: .utf8)
                .trimmingSuffix(while: \.isNewline)
        }
        return text.split(separator: ",").first.map(String.init) ?? server.secret
    }

    private func deliver(_ requests: [Request], to server: ServerActor) async -> [Answer] {
        var answers: [Answer] = []
        for request in requests {
            if request.path.hasPrefix("/api/_internal/") {
                answers += await self.answers(request, times: 1, server: server)
                continue
            }
            let process = server.process
            let answer = await caller.call(
                "POST", server.url(request.path), headers: request.headers, body: request.body)
            let words = "\(request.path) \(answer.status) \(answer.outcome ?? answer.error ?? "")"
            events.note("webhook", words, at: answer.asked)
            events.note("answer", words, at: answer.answered)
            let took = answer.answered.seconds(since: answer.asked)
            let isLate = took > options.scaled(Limits.delivery).inSeconds
            if isLate || answer.status == 0 && process?.isAlive == true {
                findings.append(Finding(.boundedTime, "\(words) took \(took) s"))
            }
            answers.append(answer)
        }
        return answers
    }

    /// A payload with its texts filled in.
    private func filled(_ value: DataValue, for server: ServerActor) async throws -> DataValue {
        switch value {
        case .string(let text):
            return .string(try filled(try await substitute(text), for: server))
        case .list(let items):
            var list: [DataValue] = []
            for item in items { list.append(try await filled(item, for: server)) }
            return .list(list)
        case .map(let fields):
            var map: [DataValue.Field] = []
            for field in fields {
                let inner = try await filled(field.value, for: server)
                map.append(.init(name: field.name, value: inner))
            }
            return .map(map)
        default: return value
        }
    }
}
