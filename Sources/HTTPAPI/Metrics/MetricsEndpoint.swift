import Alerts
import Commit
import Foundation
import GitModel
import HTTPTypes
import Hooks
import Hummingbird
import LiveData
import Meters
import NIOCore
import Processes
import Push
import Reload

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
        write(await ServedLag(snapshot, state), to: &text)
        text.gauge(
            "livetree_followers", Double(state.events.followers),
            help: "Followers of GET /api/events.")
        if let push = state.data.site?.push?.status { writePush(push, to: &text) }
        await writeQueues(state, to: &text)
        text.begin(
            "livetree_alerts_active", .gauge,
            help: "Conditions that an operator is needed for now, by event.")
        for (event, count) in state.alerts.holding {
            text.sample(Double(count), [.init("event", event.rawValue)])
        }
        state.meters.write(to: &text)
        if let figures = await ProcessFigures.read() { write(figures, to: &text) }
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
            help: "Swaps since the start: the generation that is served.")
        text.gauge(
            "livetree_snapshots", Double(state.data.site?.search.liveSnapshots ?? 0),
            help: "Snapshots in memory: the served one, and those that readers still hold.")
        text.gauge(
            "livetree_records", Double(snapshot?.recordCount ?? 0), help: "Records served.")
        if let snapshot { write(RecordsBySheet(snapshot), to: &text) }
        text.gauge(
            "livetree_problems", Double(snapshot?.problemCount ?? 0),
            help: "Bad records left out under the policy skip.")
    }

    private static func write(_ records: RecordsBySheet, to text: inout MeterText) {
        guard !records.counts.isEmpty else { return }
        text.begin("livetree_sheet_records", .gauge, help: "Records served, by sheet.")
        for (sheet, count) in records.counts {
            text.sample(Double(count), [.init("sheet", sheet)])
        }
    }

    private static func write(_ lag: ServedLag, to text: inout MeterText) {
        guard lag.localSeconds != nil || lag.remoteSeconds != nil else { return }
        text.begin(
            "livetree_lag_seconds", .gauge,
            help: "Since the tip of the local or remote branch was committed; 0 when it is served.")
        for (tip, seconds) in [("local", lag.localSeconds), ("remote", lag.remoteSeconds)] {
            if let seconds { text.sample(Double(seconds), [.init("tip", tip)]) }
        }
    }

    private static func writeQueues(_ state: APIState, to text: inout MeterText) async {
        text.gauge(
            "livetree_data_lock_waiters", Double(state.data.site?.waitingForLock ?? 0),
            help: "Reloads and writes that wait for the data lock.")
        text.gauge(
            "livetree_writes_waiting", Double(await state.data.site?.committer.waiting ?? 0),
            help: "Writes that wait for their batch.")
        text.gauge(
            "livetree_reloads_waiting", Double(await state.data.site?.reloader.waiting ?? 0),
            help: "Requests for a reload or reconcile that wait for the next run.")
        guard let jobs = await state.data.hooks?.openJobs else { return }
        text.begin("livetree_jobs", .gauge, help: "Jobs that have not ended, by state.")
        for (job, count) in jobs { text.sample(Double(count), [.init("state", job.rawValue)]) }
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

    /// By the names that Prometheus' own clients use.
    private static func write(_ figures: ProcessFigures, to text: inout MeterText) {
        text.begin(
            "process_cpu_seconds_total", .counter, help: "User and system time of this process.")
        text.sample(figures.cpuSeconds)
        text.gauge(
            "process_resident_memory_bytes", Double(figures.residentBytes),
            help: "Memory in use that is not swapped out.")
        text.gauge(
            "process_virtual_memory_bytes", Double(figures.virtualBytes),
            help: "Addresses in use.")
        text.gauge(
            "process_open_fds", Double(figures.openDescriptors), help: "Open file descriptors.")
        if let maximum = figures.maximumDescriptors {
            text.gauge(
                "process_max_fds", Double(maximum), help: "How many of them there may be.")
        }
        text.gauge("process_threads", Double(figures.threads), help: "Threads.")
        text.gauge(
            "process_start_time_seconds", figures.startedAt,
            help: "When this process started, in seconds since 1970.")
    }
}
