import HTTPTypes
import Hooks
import Hummingbird
import JSONModel

/// A delivery that came to another node than the one that runs the commands.
enum ForwardedDelivery {
    /// The answer of the node that runs them; nil: that has become this one.
    ///
    /// A sender does not send again by itself: one that comes while no node leads waits for the
    /// next, as long as senders do.
    static func answer(
        _ request: Request, _ state: APIState, _ routing: WriteRouting
    ) async throws(APIError) -> (response: Response?, body: [UInt8]) {
        try await state.signedBodies.hold(request) { body throws(APIError) in
            (try await answer(request, body, state, routing), body)
        }
    }

    /// The same with the body read.
    static func answer(
        _ request: Request, _ body: [UInt8], _ state: APIState, _ routing: WriteRouting
    ) async throws(APIError) -> Response? {
        let end = ContinuousClock.now + Limits.forwardedDeliveryWait
        var trouble = APIError.noWriter("no node runs the commands of webhooks yet")
        while true {
            switch state.data.hooks == nil ? routing.runner() : .here {
            case .here: return nil
            case .elsewhere(let url) where request.headers[.forwardedByNode] == nil:
                do throws(APIError) {
                    return try await ForwardedWrite.pass(request, body, to: url, state, routing)
                } catch {
                    // That node may have died, with or without the delivery: one that is noted
                    // twice before it has succeeded is joined with itself.
                    trouble = error
                }
            case .elsewhere, .nowhere: break
            }
            guard ContinuousClock.now < end,
                (try? await Task.sleep(for: Limits.forwardedDeliveryPause)) != nil
            else { throw trouble }
        }
    }
}
