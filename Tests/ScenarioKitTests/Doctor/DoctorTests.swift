import Foundation
import GitModel
import ScenarioKit
import TestSupport
import Testing

@Suite("The doctor predicts a reconcile")
struct DoctorTests {
    @Test func readsTheTrackingRefWhenTheRemoteIsAway() async throws {
        let clinic = try await Clinic.open()
        try await clinic.local(["people/x.toml": "slug = 'x'\n"])
        try await clinic.local.git("config", "remote.origin.url", clinic.folder.child("gone.git"))
        let diagnosis = try await clinic.doctor().examine()
        #expect(diagnosis.prediction.outcomes == [.pushedAhead])
        #expect(diagnosis.prediction.why.contains("refs/remotes/origin/main stands for it"))
    }

    @Test func predictsAFailedFetchOfANamedRemote() async throws {
        let clinic = try await Clinic.open()
        var doctor = try clinic.doctor()
        doctor.remote = clinic.folder.child("gone.git")
        let diagnosis = try await doctor.examine()
        #expect(diagnosis.prediction.outcomes == [.fetchFailed])
        #expect(diagnosis.states.contains(.remoteDown))
    }

    @Test func forgetsNoConfirmedConflictBranch() async throws {
        let clinic = try await Clinic.open()
        let name = "conflicts/2026-01-01T00-00-00Z"
        try await clinic.local.git("branch", name, "main")
        try await clinic.local.git("update-ref", "refs/livetree/pushed/\(name)", "main")
        let diagnosis = try await clinic.doctor().examine()
        #expect(!diagnosis.states.contains(.waitingConflict))
    }

    @Test func seesAShallowDivergenceWithoutCallingItUnrelated() async throws {
        let clinic = try await Clinic.open()
        let path = clinic.folder.child("shallow.git")
        try await clinic.local.git(
            "clone", "--quiet", "--bare", "--depth=1", "file://\(clinic.origin.path)", path)
        let shallow = TestRepository.existing(at: path, in: clinic.folder)
        try await shallow.commit(["people/x.toml": "slug = 'x'\n"])
        try await clinic.origin.commit(["people/y.toml": "slug = 'y'\n"])
        let before = try Clinic.fingerprint(path)
        let diagnosis = try await clinic.doctor(at: path).examine()
        #expect(diagnosis.states.contains(.shallow))
        #expect(!diagnosis.states.contains(.unrelated))
        #expect(diagnosis.prediction.outcomes == [.rebased, .conflictEscaped])
        #expect(try Clinic.fingerprint(path) == before)
    }

    @Test func rehearsesWithARemoteThatHasTheCutBelowNoBranch() async throws {
        let clinic = try await Clinic.open()
        let path = clinic.folder.child("shallow.git")
        try await clinic.origin.git("branch", "side")
        try await clinic.origin.git("symbolic-ref", "HEAD", "refs/heads/side")
        try await clinic.origin.git("update-ref", "refs/heads/main", "main~1")
        try await clinic.local.git(
            "clone", "--quiet", "--bare", "--depth=1", "file://\(clinic.origin.path)", path)
        let shallow = TestRepository.existing(at: path, in: clinic.folder)
        try await shallow.git("branch", "-m", "side", "main")
        try await clinic.origin.git("update-ref", "-d", "refs/heads/side")
        try await clinic.origin.commit(["people/y.toml": "slug = 'y'\n"])
        // Deepens as the real program does, from the remote it is given.
        let program = try clinic.folder.write(
            """
            #!/bin/sh
            cd "$CFP_DATA_REPO_PATH" || exit 70
            git fetch -q --unshallow "file://$CFP_DATA_REMOTE" main
            outcome=rebased
            if [ -s shallow ]; then outcome=fetch-failed; fi
            echo "{\\"outcome\\": \\"$outcome\\"}"

            """, to: "program", executable: true)
        var doctor = try clinic.doctor(at: path)
        doctor.program = program
        let diagnosis = try await doctor.examine()
        #expect(diagnosis.states.contains(.shallowAndDiverged), "\(diagnosis)")
        #expect(diagnosis.prediction.outcomes == [.rebased], "\(diagnosis)")
    }

    @Test func rehearsesBesideALockOnTheConfiguration() async throws {
        let clinic = try await Clinic.open()
        try clinic.plant("", at: "config.lock")
        let program = try clinic.folder.write(
            """
            #!/bin/sh
            if [ -e "$CFP_DATA_REPO_PATH/config.lock" ]; then echo '{"outcome": "in-sync"}'
            else echo '{"outcome": "fetch-failed"}'; fi

            """, to: "program", executable: true)
        let before = try Clinic.fingerprint(clinic.local.path)
        var doctor = try clinic.doctor()
        doctor.program = program
        let diagnosis = try await doctor.examine()
        #expect(diagnosis.states.contains(.otherLock))
        #expect(diagnosis.prediction.outcomes == [.inSync])
        #expect(diagnosis.prediction.report != nil)
        #expect(try Clinic.fingerprint(clinic.local.path) == before)
    }

    @Test func namesSignedCommitsOfOurs() async throws {
        let clinic = try await Clinic.open()
        try await clinic.local(["people/x.toml": "slug = 'x'\n"])
        let raw = try await clinic.local.git("cat-file", "commit", "main")
        let signed = raw.replacing(
            "\n\n", with: "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END\n\n",
            maxReplacements: 1)
        let id = try await clinic.local.git(
            "hash-object", "-t", "commit", "-w", "--stdin", input: Array(signed.utf8))
        try await clinic.local.git("update-ref", "refs/heads/main", id)
        let diagnosis = try await clinic.doctor().examine()
        #expect(diagnosis.findings.contains { $0.state == .signed && id.hasPrefix($0.evidence) })
    }

    @Test func examinesAWorkTree() async throws {
        let clinic = try await Clinic.open()
        let path = clinic.folder.child("desk")
        try await clinic.local.git("clone", "--quiet", clinic.origin.path, path)
        try Data("slug = 'new'\n".utf8).write(to: URL(fileURLWithPath: "\(path)/people/new.toml"))
        let before = try Clinic.fingerprint(path)
        let diagnosis = try await clinic.doctor(at: path).examine()
        #expect(diagnosis.states == [.inSync, .worktree])
        #expect(diagnosis.prediction.why.contains("not bare"))
        #expect(try Clinic.fingerprint(path) == before)
    }

    @Test func namesSHA256() async throws {
        let clinic = try await Clinic.open()
        let path = clinic.folder.child("new.git")
        try await clinic.local.git("init", "--quiet", "--bare", "--object-format=sha256", path)
        let diagnosis = try await clinic.doctor(at: path).examine()
        #expect(diagnosis.states.contains(.objectFormat))
    }

    @Test func refusesWhatIsNoRepository() async throws {
        let folder = try TemporaryFolder()
        let doctor = Doctor(repository: folder.path, git: try Clinic.git())
        await #expect(throws: HarnessError.self) { try await doctor.examine() }
    }

    @Test func believesTheRehearsal() async throws {
        let clinic = try await Clinic.open()
        try await clinic.local(["people/x.toml": "slug = 'x'\n"])
        try await clinic.origin.commit(["people/y.toml": "slug = 'y'\n"])
        // Stands for the real program: it may do what it likes to its copies.
        let program = try clinic.folder.write(
            """
            #!/bin/sh
            [ "$1" = reconcile ] || exit 64
            git --git-dir="$CFP_DATA_REPO_PATH" update-ref -d refs/heads/main || exit 70
            git --git-dir="$CFP_DATA_REMOTE" update-ref -d refs/heads/main || exit 70
            echo '{"ok": true, "outcome": "conflict-escaped", "behind": 1}'

            """, to: "program", executable: true)
        let before = try Clinic.fingerprint(clinic.folder.path)
        var doctor = try clinic.doctor()
        doctor.program = program
        let diagnosis = try await doctor.examine()
        #expect(diagnosis.prediction.outcomes == [.conflictEscaped])
        #expect(diagnosis.prediction.report?.contains("\"behind\": 1") == true)
        #expect(try Clinic.fingerprint(clinic.folder.path) == before)
    }

    @Test func doesWithoutARehearsalThatSaysNothing() async throws {
        let clinic = try await Clinic.open()
        let program = try clinic.folder.write(
            "#!/bin/sh\nexit 70\n", to: "program", executable: true)
        var doctor = try clinic.doctor()
        doctor.program = program
        let diagnosis = try await doctor.examine()
        #expect(diagnosis.prediction.outcomes == [.inSync])
        #expect(diagnosis.prediction.report == nil)
    }

    @Test func saysTheSameAsJSON() async throws {
        let clinic = try await Clinic.open()
        let diagnosis = try await clinic.doctor().examine()
        let value = try #require(JSONText.parse(Array(diagnosis.json.utf8)))
        #expect(value["branch"] == .string("main"))
        #expect(value["prediction"]?["outcomes"] == .list([.string("in-sync")]))
        guard case .list(let states) = value["states"] else {
            Issue.record("no states in \(diagnosis.json)")
            return
        }
        #expect(states.map { $0["id"] } == diagnosis.states.map { .string($0.rawValue) })
    }

    @Test func everySentenceIsItsOwn() {
        let sentences = CatalogueState.allCases.map(\.sentence)
        #expect(Set(sentences).count == sentences.count)
    }
}
