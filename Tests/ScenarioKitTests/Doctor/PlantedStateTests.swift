import Foundation
import GitModel
import ScenarioKit
import TestSupport
import Testing

@Suite("The doctor names planted states and changes nothing")
struct PlantedStateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let state: CatalogueState
        let outcome: Outcome
        let plant: @Sendable (Clinic) async throws -> Void

        init(
            _ name: String, _ state: CatalogueState, _ outcome: Outcome = .inSync,
            plant: @escaping @Sendable (Clinic) async throws -> Void
        ) {
            (testDescription, self.state, self.outcome, self.plant) = (name, state, outcome, plant)
        }
    }

    @Test(arguments: files + configurations + objects + histories)
    func isNamed(_ row: Row) async throws {
        let clinic = try await Clinic.open()
        try await row.plant(clinic)
        let before = try Clinic.fingerprint(clinic.folder.path)
        let diagnosis = try await clinic.doctor().examine()
        #expect(diagnosis.states.contains(row.state), "\(diagnosis)")
        #expect(diagnosis.prediction.outcomes.first == row.outcome, "\(diagnosis)")
        #expect(try Clinic.fingerprint(clinic.folder.path) == before)
    }

    static let files = [
        Row("a lock on the branch", .branchLock) {
            try $0.plant("", at: "refs/heads/main.lock")
        },
        Row("a lock on packed-refs", .packedRefsLock) { try $0.plant("", at: "packed-refs.lock") },
        Row("a lock on the index", .otherLock) { try $0.plant("", at: "index.lock") },
        Row("a lock on the configuration", .otherLock) { try $0.plant("", at: "config.lock") },
        Row("an empty ref", .emptyFile, .localDamaged) {
            try $0.plant("", at: "refs/heads/main")
        },
        Row("an empty object", .emptyFile, .localDamaged) {
            let path = try await $0.looseObject("main:people/bob.toml")
            try Data().write(to: URL(fileURLWithPath: path))
        },
        Row("a detached HEAD", .head) {
            try $0.plant("\($0.tip.hex)\n", at: "HEAD")
        },
        Row("a HEAD on another branch", .head) {
            try $0.plant("ref: refs/heads/other\n", at: "HEAD")
        },
        Row("a leftover rebase", .leftovers) {
            try $0.plant("refs/heads/main\n", at: "rebase-merge/head-name")
        },
        Row("alternates that are gone", .alternatesGone, .localDamaged) {
            try $0.plant("/nowhere/objects\n", at: "objects/info/alternates")
        },
    ]

    static let configurations = [
        Row("insteadOf", .configuration) {
            try await $0.local.git("config", "url.https://a/.insteadOf", "https://b/")
        },
        Row("a mirror push", .configuration) {
            try await $0.local.git("config", "remote.origin.mirror", "true")
        },
        Row("hooksPath", .configuration) {
            try await $0.local.git("config", "core.hooksPath", "/nowhere")
        },
        Row("a hook", .configuration) {
            try $0.plant("#!/bin/sh\nexit 1\n", at: "hooks/pre-push", executable: true)
        },
        Row("a merge driver", .configuration) {
            try await $0.local.git("config", "merge.union.driver", "true")
        },
        Row("no fetch refspec", .oddClone) {
            try await $0.local.git("config", "--unset-all", "remote.origin.fetch")
        },
        Row("no tracking ref", .oddClone) {
            try await $0.local.git("update-ref", "-d", "refs/remotes/origin/main")
        },
        Row("a mirror clone", .oddClone) {
            try await $0.local.git("config", "remote.origin.fetch", "+refs/*:refs/*")
        },
        Row("a partial clone", .partialClone) {
            try await $0.local.git("config", "core.repositoryFormatVersion", "1")
            try await $0.local.git("config", "extensions.partialClone", "origin")
        },
    ]

    static let objects = [
        Row("a missing object", .missingObject) {
            try FileManager.default.removeItem(
                atPath: try await $0.looseObject("main:people/bob.toml"))
        },
        Row("a corrupt object", .corrupt) {
            let path = try await $0.looseObject("main:people/bob.toml")
            try Data("no zlib".utf8).write(to: URL(fileURLWithPath: path))
        },
        Row("a symbolic link", .symlink, .pushedAhead) {
            try await $0.local(["people/x.toml": .symlink(target: "/etc/passwd")])
        },
        Row("a gitlink", .gitlink, .pushedAhead) {
            try await $0.local(["people/x.toml": .gitlink(String(repeating: "1", count: 40))])
        },
        Row("an executable record", .modes, .pushedAhead) {
            try await $0.local(["people/x.toml": .executable("slug = 'x'\n")])
        },
        Row("twins by case", .caseTwins, .pushedAhead) {
            try await $0.local(["people/Jane.toml": "slug = 'Jane'\n"])
        },
        Row("twins by Unicode form", .unicodeTwins, .pushedAhead) {
            try await $0.local(["people/jos\u{e9}.toml": "slug = 'a'\n"])
            try await $0.local(["people/jose\u{301}.toml": "slug = 'b'\n"])
        },
        Row("a name like an option", .names, .pushedAhead) {
            try await $0.local(["people/--x.toml": "slug = '--x'\n"])
        },
    ]

    static let histories = [
        Row("equal tips", .inSync) { _ in },
        Row("behind", .behind, .fastForwarded) {
            try await $0.origin.commit(["people/x.toml": "slug = 'x'\n"])
        },
        Row("ahead", .ahead, .pushedAhead) {
            try await $0.local(["people/x.toml": "slug = 'x'\n"])
        },
        Row("diverged", .diverged, .rebased) {
            try await $0.local(["people/x.toml": "slug = 'x'\n"])
            try await $0.origin.commit(["people/y.toml": "slug = 'y'\n"])
        },
        Row("a rewound remote", .rewound, .remoteRewritten) {
            try await $0.origin.git("update-ref", "refs/heads/main", "main~1")
        },
        Row("a rewritten remote", .rewritten, .remoteRewritten) {
            let first = try await $0.origin.git("rev-parse", "main~1")
            let parents = [CommitID(hex: first)].compactMap { $0 }
            try await $0.origin.commit(["people/z.toml": "slug = 'z'\n"], parents: parents)
        },
        Row("an unrelated remote", .unrelated, .unrelatedHistories) {
            try await $0.local.git("update-ref", "-d", "refs/livetree/accepted/main")
            try await $0.origin.commit(["people/z.toml": "slug = 'z'\n"], parents: [])
        },
        Row("a missing branch", .branchMissing, .remoteBranchMissing) {
            try await $0.origin.git("branch", "-m", "main", "other")
        },
        Row("an empty remote", .emptyOrOddRemote, .remoteBranchMissing) {
            try await $0.origin.git("update-ref", "-d", "refs/heads/main")
        },
        Row("a remote with a dangling HEAD", .emptyOrOddRemote) {
            try await $0.origin.git("branch", "other")
            try await $0.origin.git("symbolic-ref", "HEAD", "refs/heads/other")
        },
        Row("a conflict branch that waits", .waitingConflict) {
            try await $0.local.git("branch", "conflicts/2026-01-01T00-00-00Z", "main")
        },
    ]
}
