import Foundation
import Glibc

/// Plays one case in its world: step after step, then the closing expectations and the invariants.
actor CaseRun {
    /// A call whose answer a later step or the end waits for.
    struct Background {
        let step: Step
        let number: Int?
        let answer: Pending<[Answer]>
    }

    let world: World
    let options: RunOptions
    let scope: JobScope
    let caller: Caller
    let events: EventLog
    let seed: UInt64
    var scenario: Scenario { world.scenario }

    var captures: [String: Answer] = [:]
    var background: [Background] = []
    var crews: [String: ReaderCrew] = [:]
    var stoppedCrews: Set<String> = []
    var gates: [String: Gate] = [:]
    /// Whom each crew reads from.
    var crewServers: [String: ServerActor] = [:]
    /// What each server promised to those who read from it.
    var acknowledgements: [String: [ReadHistory.Acknowledgement]] = [:]
    var overlapHolds: [String: Int] = [:]
    var callsInFlight = 0
    /// What the last `start` of each server added to its environment.
    var startEnvironments: [String: [String: String]] = [:]
    /// Requests of calls that have no answer yet.
    var openCalls = 0
    /// Findings of invariants that are judged while the case runs.
    var findings: [Finding] = []
    /// Paths a step planted; no leftovers of the server.
    var planted: Set<String> = []
    /// Actors whose repository a step damaged.
    var damaged: Set<String> = []
    /// Servers that are held at named points, by the gate's id.
    var pointGates: [String: String] = [:]
    /// Faults that were begun and not healed.
    var faults: [String: Fault] = [:]
    /// What lets system calls of servers fail, by the fault's id.
    var traps: [String: SystemCallTrap] = [:]
    var initialRefs: [String: [String: String]] = [:]
    /// The commits that must not be lost.
    var ledger = CommitLedger()
    /// What a watched commit was found to have become.
    var replayed: [String: String] = [:]
    /// Commits that an answer lists as dropped.
    var dropped: Set<String> = []
    /// When a server may push at once: starts and calls.
    var resets: [MonotonicTime] = []
    /// When each server was started.
    var serverStarts: [String: [MonotonicTime]] = [:]
    /// What became of writes.
    var writes = WriteBook()
    /// When a step moved the clock, and by how much.
    var clockMoves: [(at: MonotonicTime, by: Duration)] = []
    /// Refs of every repository when the first step began, by actor.
    var refsBefore: [String: [String: String]] = [:]
    var refWatch: RefWatch?
    /// Snapshots that no picture is stored for.
    var unpictured: [String] = []

    init(
        world: World, options: RunOptions, scope: JobScope, caller: Caller, events: EventLog,
        seed: UInt64
    ) {
        self.world = world
        self.options = options
        self.scope = scope
        self.caller = caller
        self.events = events
        self.seed = seed
    }

    /// Plays everything and returns what is wrong: the failed step, then broken invariants.
    func play() async throws -> (failure: StepFailure?, findings: [Finding]) {
        for spec in scenario.actors where spec.kind == .remote {
            initialRefs[spec.name] = try await world.refs(of: spec.name)
        }
        await beginChronicle()
        var failure: StepFailure?
        do {
            for (index, step) in scenario.steps.enumerated() {
                await options.stepper?.stop(
                    before: step, number: index + 1, events: events, book: world.book)
                try await perform(step, number: index + 1)
            }
            try await join(nil)
            try await judgeGates()
            await healAll()
            if scenario.expect != nil { try await letPushesRest() }
            for crew in crews.values { await crew.stop() }
            if let expect = scenario.expect {
                try await check(
                    expect, answer: nil, within: nil, verb: "expect", number: nil, since: .now)
            }
        } catch let error as StepFailure {
            failure = error
            let what = error.number.map { "step \($0) failed" } ?? "it failed at its end"
            try await openShellAtFailure(what, at: error.location)
        }
        await releaseEverything()
        for crew in crews.values { await crew.stop() }
        do {
            for step in scenario.finally { try await perform(step, number: nil) }
        } catch let error as StepFailure {
            failure = failure ?? error
        }
        if failure == nil { findings += try await closingFindings() }
        if let finding = unrelaxed.first {
            try await openShellAtFailure(finding.description, at: nil)
        }
        await end()
        return (failure, unrelaxed)
    }

    /// Findings of invariants that the scenario does not relax.
    private var unrelaxed: [Finding] {
        let relaxed = Set(scenario.relax.map(\.invariant))
        return findings.filter { $0.invariant.map { !relaxed.contains($0) } ?? true }
    }

    private func releaseEverything() async {
        for id in gates.keys.sorted() + pointGates.keys.sorted() { noteHits(of: id) }
        await healAll()
        for (id, gate) in gates {
            try? gate.release(.resume)
            note(gate: id, "released at the end")
        }
        gates = [:]
        for server in world.servers.values { server.shim.holdFetches(false) }
    }

    /// Stops every server, kindly first; what does not end in time is a finding.
    private func end() async {
        for server in world.servers.values.sorted(by: { $0.spec.name < $1.spec.name }) {
            guard let process = server.process, process.isAlive else { continue }
            process.signal(SIGCONT, group: true)
            do {
                try await stop(server, grace: nil)
            } catch {
                findings.append(
                    Finding(.boundedTime, "\(server.spec.name) did not end after SIGTERM in time"))
            }
        }
        for server in world.servers.values {
            server.process?.signal(SIGKILL, group: true)
            killMarked(server)
        }
        for remote in world.remotes.values { await remote.stop() }
    }

    /// Kills whatever the server started, in whatever group it is.
    func killMarked(_ server: ServerActor) {
        for entry in ProcessTable.living(marked: server.shim.bin) {
            _ = Glibc.kill(entry.pid, SIGKILL)
        }
    }

    /// The server meant when none is named: the first declared.
    func server() throws(HarnessError) -> ServerActor {
        guard let spec = scenario.actors.first(where: { $0.kind == .server }),
            let server = world.servers[spec.name]
        else { throw .unsupported("the scenario has no server") }
        return server
    }

    func server(_ name: String) throws(HarnessError) -> ServerActor {
        guard let server = world.servers[name] else {
            throw .unsupported("\(name) is no server")
        }
        return server
    }
}
