import Foundation

/// Folders, secrets and commits that a scenario names by `${…}`.
extension CaseRun {
    /// Replaces `${world}`, `${files}`, `${project}`, `${secret}`, `${remote}`, and `${R1}` by the
    /// id of the drawn commit R1.
    func filled(_ text: String, for server: ServerActor) throws -> String {
        guard text.contains("${") else { return text }
        var result = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: /\$\{([a-zA-Z0-9]+)\}/) {
            result += rest[..<match.range.lowerBound]
            result += try value(of: String(match.output.1), for: server) ?? String(match.output.0)
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }

    /// Nil for what is no name of ours: a script may have variables of its own.
    private func value(of name: String, for server: ServerActor) throws -> String? {
        switch name {
        case "world": return world.folder
        case "files": return files(of: server)
        case "project": return try project()
        case "secret": return server.secret
        case "remote":
            let url = server.spec.remote.map { world.url(of: $0) }
            return url?.replacing("http://", with: "") ?? ""
        default: return CommitName(name).flatMap { world.book.ids[$0] }
        }
    }

    /// Where a server's files are.
    private func files(of server: ServerActor) -> String {
        "\(world.folder)/servers/\(server.spec.name)/files"
    }

    /// The folder that has the folder `Scenarios` with this scenario: the checked-out project.
    private func project() throws(HarnessError) -> String {
        let file = URL(fileURLWithPath: scenario.file).standardizedFileURL
        var folder = file.deletingLastPathComponent()
        while folder.path != "/" {
            if folder.lastPathComponent == "Scenarios" {
                return folder.deletingLastPathComponent().path
            }
            folder.deleteLastPathComponent()
        }
        throw .unsupported("${project} is for scenarios below a folder named Scenarios")
    }

    /// Writes a server's files before its first start; what steps make of them afterwards stays.
    func placeFiles(of server: ServerActor) throws {
        let folder = files(of: server)
        guard !server.spec.files.isEmpty, !FileManager.default.fileExists(atPath: folder) else {
            return
        }
        for (name, content) in server.spec.files {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try filled(content, for: server).write(
                toFile: path, atomically: true, encoding: .utf8)
            guard content.hasPrefix("#!") else { continue }
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    /// Where a file of an actor is: a server's among its files, any other's in its repository.
    private func path(of file: FileExpectation) throws -> String {
        if let server = world.servers[file.actor] { return "\(files(of: server))/\(file.path)" }
        return "\(try world.repository(of: file.actor))/\(file.path)"
    }

    /// Files that do not say what they must.
    func fileMismatches(_ expect: Expectation) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        for file in expect.files ?? [] {
            let data = FileManager.default.contents(atPath: try path(of: file))
            let text = data.map { String(decoding: $0.prefix(Limits.answer), as: UTF8.self) }
            if try await matches(file.wanted, text) { continue }
            wrong.append(
                Mismatch(
                    key: "files.\(file.actor):\(file.path)", wanted: file.wanted.words,
                    seen: text.map { world.book.describe(in: String($0.prefix(400))) } ?? "absent"))
        }
        return wrong
    }

    /// A path that a step names: from the root when it says so, else below `folder`.
    func place(_ path: String, in folder: String) throws -> String {
        let path = try filled(path, for: server())
        return path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
}
