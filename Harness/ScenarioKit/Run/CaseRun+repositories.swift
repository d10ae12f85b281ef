import Foundation

/// Steps that touch repositories.
extension CaseRun {
    func advance(_ verb: AdvanceVerb) async throws -> Answer {
        let id: String?
        if verb.to == .next {
            guard let tip = try await world.tip(of: verb.ref),
                let name = world.book.ids.first(where: { $0.value == tip })?.key,
                let next = world.plan.successor(of: name)
            else { throw HarnessError.unsupported("\(verb.ref) has no next commit") }
            id = world.book.ids[next]
        } else {
            id = try await resolve(verb.to)
        }
        try await world.advance(verb.ref, to: id, force: verb.force)
        events.note("advance", "\(verb.ref) to \(world.book.describe(id))")
        if scenario.actor(verb.ref.actor)?.kind == .clone {
            if let id { try await watch([id], in: verb.ref.actor) }
            if id == nil || verb.force { try await excuseLostCommits(because: "advance") }
        } else if id == nil, ForceChecks.isConflictBranch(verb.ref.fullName) {
            try await excuseLostCommits(because: "a conflict branch was done with")
        }
        var answer = Answer()
        answer.body = .map([.init(name: "commit", value: id.map { .string($0) } ?? .null)])
        return answer
    }

    func git(_ verb: GitVerb, step: Step) async throws -> Answer {
        var arguments: [String] = []
        for argument in verb.args {
            arguments.append(try filled(try await substitute(argument), for: server()))
        }
        let remotes = scenario.actors.filter { $0.kind == .remote }.map(\.name)
        var before: [String: [String: String]] = [:]
        for name in remotes { before[name] = try await world.refs(of: name) }
        world.refAnswers.forget()
        let result = try await world.git.run(
            arguments, in: world.repository(of: verb.actor),
            extra: [
                "GIT_CONFIG_COUNT": "4", "GIT_CONFIG_KEY_3": "http.extraHeader",
                "GIT_CONFIG_VALUE_3": "\(CGIRequest.scenarioHeader): 1", "SCENARIO_PUSHER": "step",
            ])
        for name in remotes {
            let after = try await world.refs(of: name)
            for ref in Set(after.keys).union(before[name, default: [:]].keys) {
                let (old, new) = (before[name]?[ref], after[ref])
                if old != new {
                    world.note(
                        RefTransition(mover: .step, remote: name, ref: ref, old: old, new: new))
                }
            }
        }
        try await watchLocalCommits()
        if let commits = try await commitsOnBranches() { writes.bySteps.formUnion(commits) }
        try await excuseLostCommits(because: "git")
        guard result.status == verb.exit else {
            throw StepFailure(
                verb: "git", location: step.location, wanted: "exit status \(verb.exit)",
                seen: "\(result.status): \(world.book.describe(in: result.error))")
        }
        var answer = Answer()
        answer.body = .map([.init(name: "output", value: .string(result.text))])
        return answer
    }

    func plant(_ verb: PlantVerb) async throws {
        let root = try world.repository(of: verb.actor)
        let folder =
            FileManager.default.fileExists(atPath: "\(root)/.git") ? "\(root)/.git" : root
        world.refAnswers.forget()
        var touched: String?
        if let lock = verb.lock {
            touched = "\(folder)/\(lock.hasSuffix(".lock") ? lock : lock + ".lock")"
            try write("", to: touched)
        }
        if let file = verb.file {
            touched = try place(file, in: folder)
            try write(filled(verb.content ?? "", for: server()), to: touched)
        }
        for (path, damage) in [
            (verb.corrupt, Damage.corrupt), (verb.truncate, .truncate), (verb.remove, .remove),
        ] {
            guard let path else { continue }
            damaged.insert(verb.actor)
            let target = path == "." ? root : try await file(path, in: folder)
            try damage.apply(to: target)
            touched = target
        }
        if let chmod = verb.chmod {
            let parts = chmod.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let mode = Int(parts[0], radix: 8) else {
                throw HarnessError.unsupported("chmod wants `MODE PATH`, not \(chmod)")
            }
            touched = try place(parts[1], in: folder)
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: touched ?? folder)
        }
        guard let touched else { return }
        planted.insert(touched)
        events.note("plant", touched)
        if let age = verb.age {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age.inSeconds)],
                ofItemAtPath: touched)
        }
    }

    private enum Damage {
        case corrupt, truncate, remove

        func apply(to path: String) throws {
            let files = FileManager.default
            if self == .remove { return try files.removeItem(atPath: path) }
            try? files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            var bytes = self == .truncate ? Data() : files.contents(atPath: path) ?? Data()
            for index in bytes.indices.suffix(max(1, bytes.count / 2)) { bytes[index] ^= 0xFF }
            try bytes.write(to: URL(fileURLWithPath: path))
        }
    }

    private func write(_ content: String, to path: String?) throws {
        guard let path else { return }
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try content.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// A file below the repository, or the loose object of `NAME`, `NAME:path` or, for its tree,
    /// `NAME:`.
    private func file(_ path: String, in folder: String) async throws -> String {
        let plain = try place(path, in: folder)
        if FileManager.default.fileExists(atPath: plain) { return plain }
        let parts = path.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        guard let name = parts.first.flatMap({ CommitName($0) }), let id = world.book.ids[name]
        else { throw HarnessError.unsupported("there is no file or object \(path)") }
        let spec = parts.count > 1 ? "\(id):\(parts[1])" : id
        let object = try await world.git.must(["rev-parse", "--verify", spec], in: folder).text
        let loose = "\(folder)/objects/\(object.prefix(2))/\(object.dropFirst(2))"
        if !FileManager.default.fileExists(atPath: loose) { try await unpack(folder) }
        return loose
    }

    /// Turns every pack into loose objects, so that one object can be damaged alone.
    private func unpack(_ folder: String) async throws {
        let packs = "\(folder)/objects/pack"
        for name in try FileManager.default.contentsOfDirectory(atPath: packs)
        where name.hasSuffix(".pack") {
            let aside = "\(folder)/\(name)"
            try FileManager.default.moveItem(atPath: "\(packs)/\(name)", toPath: aside)
            try? FileManager.default.removeItem(
                atPath: "\(packs)/\(name.dropLast(5)).idx")
            try await world.git.must(["unpack-objects", "-q"], in: folder, inputFile: aside)
            try FileManager.default.removeItem(atPath: aside)
        }
    }
}
