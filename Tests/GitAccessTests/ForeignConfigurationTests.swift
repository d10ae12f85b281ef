import Foundation
import GitAccess
import GitModel
import Glibc
import TestSupport
import Testing

@Suite("Foreign owners and configuration")
struct ForeignConfigurationTests {
    private let limit = Duration.seconds(30)

    /// One way to change what git does, put into a repository's own config.
    private static let own: [(name: String, lines: String)] = [
        ("insteadOf", "[url \"/nowhere/\"]\n insteadOf = /\n pushInsteadOf = /\n"),
        (
            "a mirror's remote",
            "[remote \"origin\"]\n url = ORIGIN\n fetch = +refs/*:refs/*\n mirror = true\n"
                + " prune = true\n pruneTags = true\n tagOpt = --tags\n pushurl = /nowhere\n"
                + " push = +refs/heads/*:refs/heads/stolen/*\n vcs = nothing\n"
        ),
        ("pruning", "[fetch]\n prune = true\n pruneTags = true\n all = true\n"),
        ("push defaults", "[push]\n default = matching\n followTags = true\n gpgSign = true\n"),
        ("hooks", "[core]\n hooksPath = HOOKS\n"),
        ("signing", "[commit]\n gpgSign = true\n[gpg]\n program = /nowhere\n[tag]\n gpgSign = 1\n"),
        ("merge drivers", "[merge \"x\"]\n driver = touch MARK\n[merge]\n default = x\n"),
        ("submodules", "[submodule]\n recurse = true\n[fetch]\n recurseSubmodules = true\n"),
        ("an include", "[include]\n path = INCLUDED\n"),
        ("a conditional include", "[includeIf \"gitdir:/\"]\n path = INCLUDED\n"),
        ("negotiation", "[fetch]\n negotiationAlgorithm = noop\n output = compact\n"),
        ("credentials in URLs", "[transfer]\n credentialsInUrl = die\n"),
    ]

    @Test("the repository's own config changes no outcome", arguments: own.map(\.name))
    func ownConfigurationIsHarmless(name: String) async throws {
        let row = try #require(Self.own.first { $0.name == name })
        let world = try await World()
        let clone = try await world.clone()
        let third = try await world.origin.commit(["people/cyd.toml": "name = \"Cyd\"\n"])
        try await world.origin.git("branch", "other")
        try await world.origin.git("tag", "theirs")
        for ref in ["refs/tags/ours", "refs/remotes/origin/old", "refs/heads/own"] {
            try await clone.git("update-ref", ref, world.first.hex)
        }
        let mark = world.folder.child("mark")
        for hook in ["reference-transaction", "pre-push", "post-checkout"] {
            try world.folder.write(
                "#!/bin/sh\ntouch \(mark)\nexit 1\n", to: "hooks/\(hook)", executable: true)
        }
        let included = try world.folder.write(Self.own[0].lines, to: "included")
        let lines = row.lines.replacing("ORIGIN", with: world.origin.path)
            .replacing("HOOKS", with: world.folder.child("hooks"))
            .replacing("MARK", with: mark).replacing("INCLUDED", with: included)
        let path = world.folder.child("clone.git/config")
        let clean = try readFile(path)
        let before = try await clone.allRefs()
        try writeFile(clean + Data(lines.utf8), to: path)

        let fetched = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(fetched == .fetched(remoteTip: third))
        try writeFile(clean, to: path)
        let line = "\(third.hex) refs/remotes/origin/main"
        #expect(
            Set(try await clone.allRefs().split(separator: "\n"))
                == Set((before + "\n" + line).split(separator: "\n")))

        let own = try await clone.commit(["x": "x"], parents: [third])
        let order = PushOrder(source: own, destination: world.main.ref, expected: third)
        let theirs = try await world.origin.allRefs()
        try writeFile(clean + Data(lines.utf8), to: path)
        let pushed = await World.transport().push(
            [order], to: world.origin.path, from: clone.path, atomic: false, timeout: limit)
        #expect(pushed[world.main.ref] == .accepted, "\(pushed)")
        #expect(
            try await world.origin.allRefs()
                == theirs.replacing("\(third.hex) refs/heads/main", with: "\(own) refs/heads/main"))
        #expect(!world.exists("mark"))
    }

    @Test func theUsersConfigurationChangesNothingAndIsNotChanged() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let text = """
            [safe]
                bareRepository = explicit
            [url "/nowhere/"]
                insteadOf = /
            [core]
                hooksPath = /nowhere
            [push]
                default = mirror
            [init]
                defaultBranch = strange
                templateDir = /nowhere
            [commit]
                gpgSign = true

            """
        let home = try world.folder.makeFolder("home")
        try world.folder.write(text, to: "home/.gitconfig")
        try world.folder.write(text, to: "home/.config/git/config")
        let transport = World.transport([
            "HOME": home, "XDG_CONFIG_HOME": home + "/.config",
            "GIT_CONFIG_GLOBAL": home + "/.gitconfig", "GIT_CONFIG_SYSTEM": home + "/.gitconfig",
            "GIT_CONFIG_NOSYSTEM": "0", "GIT_CONFIG_PARAMETERS": "'url./nowhere/.insteadof'='/'",
            "GIT_NAMESPACE": "x", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nowhere",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere", "GIT_CEILING_DIRECTORIES": "/",
            "GIT_TRACE": world.folder.child("trace"), "GIT_PROTOCOL_FROM_USER": "0",
        ])
        let listing = world.folder.listing(of: "home")
        #expect(
            await transport.fetch(
                remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
                == .fetched(remoteTip: world.second))
        #expect(
            await transport.clone(
                remote: world.origin.path, branch: world.main,
                into: world.folder.child("new.git"), timeout: limit) == .cloned(tip: world.second))
        #expect(world.folder.listing(of: "home") == listing)
        #expect(try readFile(home + "/.gitconfig") == Data(text.utf8))
        #expect(!world.exists("trace"))
    }

    @Test(
        "a repository of another owner works, without a word in anybody's configuration",
        .enabled(if: getuid() == 0, "only root can give a folder away"))
    func foreignOwnersAreFine() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let third = try await world.origin.commit(["people/cyd.toml": "name = \"Cyd\"\n"])
        for name in ["."] + world.folder.listing(of: "clone.git") {
            try #require(chown(world.folder.child("clone.git/\(name)"), 12_345, 12_345) == 0)
        }
        // Git itself refuses it when it is looked for and not named.
        await #expect(throws: GitProgram.Failure.self) {
            try await GitProgram.run(["-C", clone.path, "rev-parse", "HEAD"])
        }
        let config = try readFile(world.folder.child("clone.git/config"))
        let home = try world.folder.makeFolder("home")
        let transport = World.transport(["HOME": home])
        #expect(
            await transport.fetch(
                remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
                == .fetched(remoteTip: third))
        let repository = try GitRepository(at: clone.path)
        #expect(
            try await repository.move(
                world.main.ref, from: world.second, to: third, reason: "x") == .moved)
        let own = try await clone.commit(["x": "x"])
        let order = PushOrder(source: own, destination: world.main.ref, expected: third)
        let pushed = await transport.push(
            [order], to: world.origin.path, from: clone.path, atomic: false, timeout: limit)
        #expect(pushed[world.main.ref] == .accepted)
        #expect(try readFile(world.folder.child("clone.git/config")) == config)
        #expect(world.folder.listing(of: "home").isEmpty)
    }
}
