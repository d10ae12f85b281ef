import Foundation
import HTTPTypes
import Hooks
import Hummingbird
import JSONModel
import Webhooks

/// `POST /api/webhook/gitops` and `POST /webhook/deploy`: verified pushes that run commands
/// (CONTRACT §5).
enum DeliveryEndpoint {
    static func respond(
        to request: Request, at receiver: Receiver, _ state: APIState
    ) async throws(APIError) -> Response {
        let headers = DeliveryHeaders(
            request.headers.map { ($0.name.rawName, $0.value) })
        var sent: [UInt8]?
        if state.data.hooks == nil, let routing = state.routing {
            let forwarded = try await ForwardedDelivery.answer(request, state, routing)
            if let response = forwarded.response { return response }
            sent = forwarded.body
        }
        guard let dispatcher = state.data.hooks else {
            try InternalCredential.refuseUnread(request) { () throws(APIError) in
                throw .noSnapshot
            }
            throw .noSnapshot
        }
        let schemes = await dispatcher.schemes(of: receiver)
        let verifier = DeliveryVerifier(schemes: schemes)
        let secrets = await dispatcher.secretVariables(of: receiver).map {
            state.hookSecret($0 ?? variable(of: receiver))
        }
        try InternalCredential.refuseUnread(request) { () throws(APIError) in
            guard verifier.scheme(of: headers) != nil else { throw .unsigned }
            guard secrets.contains(where: { !$0.isEmpty }) else {
                throw .notConfigured(variable(of: receiver))
            }
        }
        let check = { @Sendable (body: [UInt8]) in
            let now = Int64(Date().timeIntervalSince1970)
            return verifier.verified(headers, body: body, by: secrets, now: now)
        }
        let body: [UInt8]
        let proven: Set<Int>
        if let sent {
            (body, proven) = (sent, check(sent))
        } else {
            (body, proven) = try await state.signedBodies.read(request, check: check)
        }
        // Nothing of the body is looked at before this.
        guard !proven.isEmpty, let scheme = verifier.scheme(of: headers) else { throw .unsigned }
        let content = try content(of: body, scheme, headers)
        do throws(APIError) {
            return try await answer(content, to: dispatcher, at: receiver, proven)
        } catch {
            // What could not be noted because another node leads now is that one's.
            guard let routing = state.routing, state.data.hooks !== dispatcher,
                let response = try await ForwardedDelivery.answer(request, body, state, routing)
            else { throw error }
            return response
        }
    }

    private static func variable(of receiver: Receiver) -> String {
        switch receiver {
        case .gitops: "GITHUB_WEBHOOK_SECRET"
        case .deploy: "WEBHOOK_SECRET"
        }
    }

    private static func content(
        of body: [UInt8], _ scheme: SignatureScheme, _ headers: DeliveryHeaders
    ) throws(APIError) -> DeliveryContent {
        // What a form begins with, where a forge was told to send one.
        if body.starts(with: Array("payload=".utf8)) {
            throw .badRequest(
                "the delivery is a form", hint: "set the webhook's content type to application/json"
            )
        }
        return DeliveryContent.read(scheme, headers, try BodyReader.json(body))
    }

    private static func answer(
        _ content: DeliveryContent, to dispatcher: HookDispatcher, at receiver: Receiver,
        _ proven: Set<Int>
    ) async throws(APIError) -> Response {
        switch content {
        case .ping: return Answers.json(.object(["ok": true, "pong": true]))
        case .ignored(let why):
            return Answers.json(.object(["ok": true, "ignored": .string(why)]))
        case .malformed(let message): throw .badRequest(message)
        case .pushes(let pushes):
            var decisions: [HookDecision] = []
            for push in pushes {
                decisions.append(
                    await dispatcher.accept(push, to: receiver, verifiedBy: proven))
            }
            return try HookResponses.response(to: decisions)
        }
    }
}
