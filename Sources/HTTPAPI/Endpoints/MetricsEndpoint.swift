import Alerts
import Foundation
import GitModel
import HTTPTypes
import Hummingbird
import LiveData
import Meters
import NIOCore
import Push

/// `GET /metrics`: what was counted, and what can be read from state now.
enum MetricsEndpoint {
    static func respond(_ state: APIState) async -> Response {
        let snapshot = state.live.current
        var text = MeterText()
        writeServed(snapshot, state, to: &text)
        if let commit = snapshot?.commit, let site = state.data.site,
            let seconds = await state.commitTimes.seconds(of: commit, in: site.repository)
        {
            text.gauge(
                "livetree_served_commit_timestamp_seconds", Double(seconds),
                help: "When the served commit was made, in seconds since 1970.")
        }
        text.gauge(
            "livetree_followers", Double(state.events.followers),
            help: "Followers of GET /api/events.")
        if let push = state.data.site?.push?.status { writePush(push, to: &text) }
        text.begin(
            "livetree_alerts_active", .gauge,
            help: "Conditions that an operator is needed for now, by event.")
        for (event, count) in state.alerts.holding {
            text.sample(Double(count), [.init("event", event.rawValue)])
        }
        state.meters.write(to: &text)
        let bytes = text.bytes
        var response = Response(
            status: .ok,
            headers: [
                .contentType: MeterText.mediaType, .contentLength: String(bytes.count),
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        if let snapshot { response.stamp(snapshot) }
        return response
    }

    private static func writeServed(
        _ snapshot: Snapshot?, _ state: APIState, to text: inout MeterText
    ) {
        text.gauge(
            "livetree_ready", snapshot == nil ? 0 : 1, help: "Whether records are served.")
        text.gauge(
            "livetree_search_ready", state.data.site?.search.isBuilding == false ? 1 : 0,
            help: "Whether searches are answered.")
        text.gauge(
            "livetree_generation", Double(snapshot?.generation ?? 0),
            help: "Counts up by one per swap.")
        text.gauge(
            "livetree_records", Double(snapshot?.recordCount ?? 0), help: "Records served.")
        text.gauge(
            "livetree_problems", Double(snapshot?.problemCount ?? 0),
            help: "Bad records left out under the policy skip.")
        text.gauge(
            "livetree_data_lock_waiters", Double(state.data.site?.waitingForLock ?? 0),
            help: "Reloads and writes that wait for the data lock.")
    }

    private static func writePush(_ push: PushStatus, to text: inout MeterText) {
        text.begin(
            "livetree_push_state", .gauge, help: "1 for the state the push daemon is in.")
        for state in PushStatus.State.allCases {
            text.sample(push.state == state ? 1 : 0, [.init("state", state.rawValue)])
        }
        text.gauge(
            "livetree_push_pending_commits", Double(push.pendingCommits),
            help: "Commits that only this machine has.")
        text.gauge(
            "livetree_push_backoff_seconds", (push.currentBackoff?.milliseconds ?? 0) / 1000,
            help: "From the last failure to the next attempt; 0 when none is planned.")
        text.gauge(
            "livetree_push_last_success_timestamp_seconds",
            push.lastPushAt?.timeIntervalSince1970.rounded() ?? 0,
            help: "When the remote last confirmed a push, in seconds since 1970; 0: not yet.")
    }
}
