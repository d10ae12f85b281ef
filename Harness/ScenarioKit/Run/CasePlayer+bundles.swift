import Foundation

extension CasePlayer {
    /// Writes `before.bundle` and `after.bundle`: all refs of all repositories when the first step
    /// began and at the end, `refs/heads/main` of `origin` as `refs/heads/origin/main`. What a
    /// damaged repository no longer has is left out.
    func bundle(_ chronicle: Chronicle, in records: String) async {
        for (name, picture) in [("before", chronicle.before), ("after", chronicle.after)] {
            // Records are complete without it, and a case has its verdict already.
            try? await bundle(picture, as: "\(records)/\(name).bundle", of: "\(records)/world")
        }
    }

    private func bundle(
        _ picture: HistoryPicture, as file: String, of world: String
    ) async throws {
        let scratch = file + ".git"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let git = GitProgram(
            path: options.git,
            environment: GitProgram.hermetic(home: world, path: "/usr/local/bin:/usr/bin:/bin"))
        try await git.must(["init", "--quiet", "--bare", scratch], in: world)
        let stores = Self.stores(of: world).joined(separator: "\n") + "\n"
        try stores.write(
            toFile: "\(scratch)/objects/info/alternates", atomically: true, encoding: .utf8)
        for ref in picture.refs {
            _ = try await git.run(["update-ref", Self.place(of: ref), ref.commit], in: scratch)
        }
        let made = try await git.run(["bundle", "create", "--quiet", file, "--all"], in: scratch)
        if made.status != 0 { try? FileManager.default.removeItem(atPath: file) }
    }

    /// A ref's name with its repository's after the kind of ref.
    private static func place(of ref: HistoryPicture.Ref) -> String {
        var parts = ref.name.split(separator: "/").map(String.init)
        parts.insert(ref.actor, at: min(2, parts.count))
        return parts.joined(separator: "/")
    }

    /// The folders of objects of all repositories of a world.
    private static func stores(of world: String) -> [String] {
        let files = FileManager.default
        let repositories = ["", "/remotes", "/clones"].flatMap { parent -> [String] in
            let names = (try? files.contentsOfDirectory(atPath: world + parent)) ?? []
            return names.sorted().map { "\(world)\(parent)/\($0)" }
        }
        return repositories.flatMap { ["\($0)/objects", "\($0)/.git/objects"] }
            .filter { files.fileExists(atPath: $0) }
    }
}
