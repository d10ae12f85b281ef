import Foundation
import GitModel
import TestSupport

/// An origin with a few people, and a place for the server's clone.
struct Site: Sendable {
    let folder: TemporaryFolder
    let origin: TestRepository
    /// Where the server's clone goes; nothing is there at first.
    var clone: String { folder.child("clone.git") }

    static let sheet: TestFile = "[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n"

    static func person(_ slug: String, _ number: Int, _ bio: String = "likes maps") -> TestFile {
        .text("slug = \"\(slug)\"\nnumber = \(number)\nbio = \"\(bio)\"\ntags = [\"a\", \"b\"]\n")
    }

    /// Three people: ada with a picture and a text beside her, bob, and cyd.
    static func make() async throws -> Site {
        let site = try await empty()
        try await site.origin.commit([
            ".gitsheets/people.toml": sheet, "people/ada.toml": person("ada", 2),
            "people/ada/pic.png": "PNGDATA", "people/ada/page.html": "<script>1</script>",
            "people/bob.toml": person("bob", 1), "people/cyd.toml": person("cyd", 3, "rows boats"),
        ])
        return site
    }

    static func empty() async throws -> Site {
        let folder = try TemporaryFolder()
        _ = try folder.makeFolder("acme")
        return Site(
            folder: folder,
            origin: try await TestRepository.create(in: folder, named: "acme/site.git")
        )
    }

    func start(_ changes: [String: String?] = [:]) async throws -> ServerProcess {
        try await ServerProcess.start(
            in: folder, repository: clone, remote: origin.path, changes)
    }

    /// Started and ready.
    static func serving(
        _ changes: [String: String?] = [:]
    ) async throws -> (site: Site, server: ServerProcess) {
        let site = try await make()
        let server = try await site.start(changes)
        try await server.ready()
        return (site, server)
    }

    /// Makes the server's clone by hand, as an earlier run would have left it.
    func cloneBefore() async throws -> TestRepository {
        try await origin.clone(named: "clone.git")
    }

    /// A `git` to put first on a PATH, which hangs while the file `hang` exists and else is git.
    /// Returns the PATH.
    func makeHangingGit() throws -> String {
        try folder.write(
            """
            #!/bin/sh
            if [ -e '\(folder.child("hang"))' ]; then
                echo $$ > '\(folder.child("hanging.new"))'
                mv '\(folder.child("hanging.new"))' '\(folder.child("hanging"))'
                exec sleep 600
            fi
            exec /usr/bin/env PATH="$REAL_PATH" git "$@"
            """.replacingOccurrences(
                of: "$REAL_PATH", with: GitProgram.environment["PATH"] ?? "/usr/bin:/bin"),
            to: "bin/git", executable: true)
        return folder.child("bin") + ":" + (GitProgram.environment["PATH"] ?? "/usr/bin:/bin")
    }
}
