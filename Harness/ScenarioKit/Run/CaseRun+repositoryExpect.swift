import Foundation

/// What is expected of repositories, asked of the git program.
extension CaseRun {
    func repositoryMismatches(_ expect: Expectation) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        for wanted in expect.refs ?? [] {
            if let mismatch = try await mismatch(of: wanted) { wrong.append(mismatch) }
        }
        for wanted in expect.graph ?? [] {
            if let mismatch = try await graphMismatch(wanted) { wrong.append(mismatch) }
        }
        for (index, wanted) in (expect.reachable ?? []).enumerated() {
            if let seen = try await unreachable(wanted) {
                wrong.append(
                    Mismatch(
                        key: "reachable.\(index)",
                        wanted: "\(try await describe(wanted.commit)) from \(wanted.from), "
                            + "as \(wanted.form.rawValue)", seen: seen))
            }
        }
        wrong += try await fileMismatches(expect)
        guard let data = try? server().spec.data else { return wrong }
        if let wanted = expect.fsck, let seen = try await fsck(data, clean: wanted == .clean) {
            wrong.append(Mismatch(key: "fsck", wanted: wanted.rawValue, seen: seen))
        }
        if expect.locks != nil {
            let locks = try leftoverLocks(in: data)
            if !locks.isEmpty {
                wrong.append(
                    Mismatch(key: "locks", wanted: "none", seen: locks.joined(separator: ", ")))
            }
        }
        if expect.worktree != nil {
            let path = try world.repository(of: data)
            let status = try await world.git.run(["status", "--porcelain"], in: path)
            if status.status != 0 || !status.output.isEmpty {
                wrong.append(
                    Mismatch(key: "worktree", wanted: "clean", seen: status.text + status.error))
            }
        }
        return wrong
    }

    private func mismatch(of wanted: RefExpectation) async throws -> Mismatch? {
        let found = try await refs(named: wanted.ref).sorted { $0.key < $1.key }
        let isPattern = wanted.ref.pattern != nil
        if found.count <= 1, try await matches(wanted.commit, found.first?.value) { return nil }
        let seen = found.map { ref in
            let tip = world.book.describe(ref.value)
            return isPattern ? "\(tip) as \(ref.key)" : tip
        }
        return Mismatch(
            key: "refs.\(wanted.ref)",
            wanted: try await describe(wanted.commit) + (isPattern ? " as the only one" : ""),
            seen: seen.isEmpty ? "absent" : seen.joined(separator: ", "))
    }

    /// The refs that a name, a pattern or a capture stands for, with their commits.
    private func refs(named ref: ActorRef) async throws -> [String: String] {
        let all = try await world.refs(of: ref.actor)
        let wanted = try await resolved(ref)
        return all.filter { wanted.means($0.key) }
    }

    /// The ref a capture stands for; any other as it is.
    func resolved(_ ref: ActorRef) async throws -> ActorRef {
        guard ref.capture != nil else { return ref }
        return ActorRef(actor: ref.actor, name: try await substitute(ref.name))
    }

    /// Why a commit is not reachable as wanted, or nil when it is.
    private func unreachable(_ wanted: ReachableExpectation) async throws -> String? {
        let path = try world.repository(of: wanted.from.actor)
        let refs = try await refs(named: wanted.from).values
        guard let tip = refs.first, refs.count == 1 else {
            return refs.isEmpty ? "the ref is absent" : "more than one ref matches"
        }
        guard let id = try await resolve(wanted.commit) else { return "there is no such commit" }
        if wanted.form == .same {
            let check = try await world.git.run(["merge-base", "--is-ancestor", id, tip], in: path)
            return check.status == 0 ? nil : "it is not in \(world.book.describe(tip))"
        }
        guard let signature = try await signature(of: id) else { return "it is in no repository" }
        let log = try await world.git.must(["rev-list", "--max-count=1000", tip], in: path)
        let found = try await WorldBuilder.signatures(of: log.lines, in: path, git: world.git)
        let replays = found.filter { $0.key != id && $0.value == signature }
        return replays.isEmpty ? "no commit like it in \(world.book.describe(tip))" : nil
    }

    /// What `git fsck` says against a repository, or nil.
    func fsck(_ actor: String, clean: Bool) async throws -> String? {
        let path = try world.repository(of: actor)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mode = clean ? ["--full"] : ["--connectivity-only"]
        let command = ["fsck", "--no-dangling", "--no-progress"] + mode
        var result = try await world.git.run(command, in: path)
        // Packs that are joined while fsck reads them are gone for it: a second look decides.
        if result.status != 0, result.error.contains("packfile") {
            result = try await world.git.run(command, in: path)
        }
        let said = (result.output + result.error).trimmingSuffix(while: \.isNewline)
        let bad = result.status != 0 || clean && !said.isEmpty
        return bad ? "\(actor): \(world.book.describe(in: said))" : nil
    }

    /// What a killed git leaves and a start must have cleared, and work that was never finished.
    func leftovers(in actor: String) throws -> [String] {
        let path = try world.repository(of: actor)
        let servers = world.servers.values.filter { $0.spec.data == actor }
        guard let started = servers.compactMap({ $0.process?.startedOn }).max(),
            let files = FileManager.default.enumerator(atPath: path)
        else { return [] }
        var found: [String] = []
        for case let file as String in files {
            let name = (file as NSString).lastPathComponent
            let isHalf = ["tmp_", "incoming-", ".tmp-"].contains { name.hasPrefix($0) }
            let isWork = ["rebase-merge", "rebase-apply", "worktrees"].contains(file)
            guard isHalf && file.hasPrefix("objects/") || isWork,
                !planted.contains(where: { $0.hasPrefix("\(path)/\(file)") })
            else { continue }
            let made = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
            // What is younger than the last start may be in use.
            if let date = made?[.modificationDate] as? Date, isWork || date < started {
                found.append(file)
            }
        }
        return found.sorted()
    }

    /// Lock files of git and half-written objects that nothing will ever remove.
    func leftoverLocks(in actor: String) throws -> [String] {
        let path = try world.repository(of: actor)
        guard let files = FileManager.default.enumerator(atPath: path) else { return [] }
        var found: [String] = []
        for case let file as String in files {
            let name = (file as NSString).lastPathComponent
            let isLock = name.hasSuffix(".lock") && !name.hasPrefix("livetree")
            if isLock, !planted.contains("\(path)/\(file)"),
                !planted.contains("\(path)/.git/\(file)")
            {
                found.append(file)
            }
        }
        return found.sorted()
    }
}
