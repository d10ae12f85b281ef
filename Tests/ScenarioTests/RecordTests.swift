import Foundation
import ScenarioKit
import Testing

/// A repository made by hand becomes a scenario that ends as it does.
@Suite("Recording repositories", .serialized)
struct RecordTests {
    /// A state, the shell commands that make it, and how a reconcile of it ends.
    struct State: Sendable, CustomTestStringConvertible {
        let name: String
        /// Its number in docs/states.md, if it is one of those in bold.
        var id = ""
        let commands: String
        let outcome: String
        /// What a step of the recording says.
        var plant = ""

        var testDescription: String { name }
    }

    static let states = [
        State(
            name: "diverged", id: "S04",
            commands: "edit bob Bob Rob; ours; back 1; edit jane Ulm Bonn; theirs",
            outcome: "rebased"),
        State(
            name: "conflict", id: "S20",
            commands: "edit jane Ulm Rom; ours; back 1; edit jane Ulm Bonn; theirs",
            outcome: "conflict-escaped"),
        State(name: "rewound", id: "S45", commands: "back 1; theirs", outcome: "remote-rewritten"),
        State(
            name: "behind", id: "S02", commands: "edit jane Ulm Bonn; theirs",
            outcome: "fast-forwarded"),
        State(
            name: "ahead", id: "S03", commands: "edit jane Ulm Bonn; ours", outcome: "pushed-ahead"),
        State(
            name: "unrelated", id: "S47",
            commands: """
                git checkout -q --orphan x; git commit -qm x; theirs
                git -C ../local.git update-ref -d refs/livetree/accepted/main
                """,
            outcome: "unrelated-histories"),
        State(
            name: "no branch there", id: "S48",
            commands: """
                git push -q origin HEAD:side; git -C ../origin.git symbolic-ref HEAD refs/heads/side
                git push -q origin :main
                """,
            outcome: "remote-branch-missing"),
        State(
            name: "detached",
            commands: """
                edit jane Ulm Bonn; theirs; git -C ../local.git update-ref --no-deref HEAD main
                """,
            outcome: "fast-forwarded"),
        State(
            name: "stale lock", id: "S73",
            commands: """
                edit jane Ulm Bonn; theirs; touch -d '2 hours ago' ../local.git/refs/heads/main.lock
                """,
            outcome: "fast-forwarded"),
        State(
            name: "bad record", id: "S30", commands: "edit jane = =[; theirs",
            outcome: "rebuild-failed"),
        State(name: "remote away", commands: "rm -rf ../origin.git", outcome: "fetch-failed"),
        State(
            name: "merged by hand",
            commands: """
                edit bob Bob Rob; git checkout -q -b side HEAD~1; edit jane Ulm Rom
                git checkout -q main; git merge -q -m merge side; theirs; edit bob Rob R; ours
                """,
            outcome: "pushed-ahead"),
    ]

    /// The states in bold that a few commands of git make, beside those above.
    static let catalogued = [
        State(name: "in sync", id: "S01", commands: ":", outcome: "in-sync"),
        State(
            name: "same change", id: "S05",
            commands: """
                edit jane Ulm Rom; git commit -q --amend -m ours; ours; back 1
                edit jane Ulm Rom; theirs
                """,
            outcome: "rebased", plant: "dropped: [L1]"),
        State(
            name: "duplicate key", id: "S10",
            commands: """
                seq 8 | sed 's/.*/z& = &/' >>people/bob.toml; git commit -qam long; both
                sed -i '1i nick = 5' people/bob.toml; git commit -qam top; ours; back 1
                echo 'nick = 6' >>people/bob.toml; git commit -qam end; theirs
                """,
            outcome: "conflict-escaped"),
        State(
            name: "renamed there", id: "S13",
            commands: """
                edit jane Ulm Rom; ours; back 1; git mv people/jane.toml people/zoe.toml
                edit zoe jane zoe; theirs
                """,
            outcome: "conflict-escaped"),
        State(
            name: "deleted there", id: "S18",
            commands: """
                edit jane Ulm Rom; ours; back 1; git rm -q people/jane.toml; git commit -qm gone
                theirs
                """,
            outcome: "conflict-escaped"),
        State(
            name: "fields beside each other", id: "S21",
            commands: "edit jane Ulm Rom; ours; back 1; edit jane Doe Roe; theirs",
            outcome: "rebased"),
        State(
            name: "second of three", id: "S22",
            commands: """
                edit bob Bob Rob; edit jane Ulm Rom; edit bob Rob Tim; ours; back 3
                edit jane Ulm Bonn; theirs
                """,
            outcome: "conflict-escaped"),
        State(
            name: "symlink", id: "S26",
            commands: "ln -s /etc/passwd people/x.toml; git add .; git commit -qm link; theirs",
            outcome: "rebuild-failed"),
        State(
            name: "gitlink", id: "S27",
            commands: """
                git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),people/x.toml"
                git commit -qm gitlink; theirs
                """,
            outcome: "rebuild-failed"),
        State(
            name: "waiting conflict", id: "S38",
            commands: """
                edit jane Ulm Rom; git push -q ../local.git HEAD:refs/heads/conflicts/2026; back 1
                """,
            outcome: "in-sync"),
        State(
            name: "branch deleted", id: "S40",
            commands: """
                edit jane Ulm Rom; ours; git push -q origin HEAD~1:refs/heads/side
                git -C ../origin.git symbolic-ref HEAD refs/heads/side; git push -q origin :main
                """,
            outcome: "remote-branch-missing"),
        State(
            name: "rewritten", id: "S46",
            commands: "edit bob Bob Rob; ours; back 1; git commit -q --amend -m purged; theirs",
            outcome: "remote-rewritten"),
        State(
            name: "shallow", id: "S55",
            commands: """
                for n in 1 2 3; do echo $n >note; git commit -qam n$n; done; theirs
                rm -rf ../local.git
                git clone -q --bare --depth 1 "file://$PWD/../origin.git" ../local.git
                for ref in livetree/accepted remotes/origin; do
                    git -C ../local.git update-ref refs/$ref/main main
                done
                git -C ../local.git fetch -q; git clone -q ../local.git ../other; cd ../other
                edit jane Ulm Rom; git push -q origin HEAD:main; cd ../work
                edit bob Bob Rob; theirs
                """,
            outcome: "rebased"),
        State(
            name: "shallow, cut at a commit below no branch", id: "S55",
            commands: """
                for n in 1 2 3; do echo $n >note; git commit -qam n$n; done; theirs
                edit bob Bob Rob; git push -q origin HEAD:side; rm -rf ../local.git
                git clone -q --bare --depth 1 --single-branch -b side \\
                    "file://$PWD/../origin.git" ../local.git
                git -C ../local.git branch -m side main; git push -q origin :side
                back 1; edit jane Ulm Rom; theirs
                """,
            outcome: "rebased"),
        State(
            name: "lock on the configuration",
            commands: """
                edit jane Ulm Bonn; theirs; touch -d '2 hours ago' ../local.git/config.lock
                """,
            outcome: "fast-forwarded"),
        State(
            name: "another owner", id: "S84",
            commands: """
                edit jane Ulm Bonn; theirs
                if [ "$(id -u)" = 0 ]; then chown -R 65534:65534 ../local.git; fi
                """,
            outcome: "fast-forwarded"),
        State(
            name: "two escapes", id: "S92",
            commands: """
                edit jane Ulm Rom; ours
                for name in 2026 2026-2; do git push -q ../local.git HEAD:refs/heads/conflicts/$name
                done; back 1; edit jane Ulm Bonn; theirs
                """,
            outcome: "conflict-escaped"),
    ]

    /// Ours and theirs diverged, so that both sides have to be read.
    static let diverged =
        "edit bob Bob Rob; ours; back 1; edit jane Ulm Bonn; theirs; "

    /// States in bold whose objects are no longer there to be recorded: what is drawn is what can
    /// be read of them, and a step damages it again.
    static let damaged = [
        State(
            name: "empty object", id: "S69",
            commands: diverged + "pick main:people/bob.toml; : >$object",
            outcome: "local-damaged", plant: "truncate: \"L1:people/"),
        State(
            name: "empty tip", id: "S69", commands: diverged + "pick main; : >$object",
            outcome: "local-damaged", plant: "truncate: \"L1\""),
        State(
            name: "empty ref", id: "S69",
            commands: diverged + "rm -f ../local.git/packed-refs; : >../local.git/refs/heads/main",
            outcome: "local-damaged", plant: "file: \"refs/heads/main\", content: \"\""),
        State(
            name: "empty object of no branch", id: "S69",
            commands: diverged + """
                cd ../local.git; object=objects/$(echo nobody | git hash-object -w --stdin |
                    sed 's,^..,&/,'); chmod u+w $object; : >$object
                """,
            outcome: "", plant: "file: \"objects/"),
        State(
            name: "corrupt object", id: "S80",
            commands: diverged + "pick main:people/bob.toml; echo x >$object",
            outcome: "local-damaged", plant: "corrupt: \"L1:people/"),
        State(
            name: "object with the content of another", id: "S80",
            commands: diverged + """
                pick main:people/bob.toml; id=$(echo x | git hash-object -w --stdin)
                cp -f objects/$(echo $id | sed 's,^..,&/,') $object
                """,
            outcome: "", plant: "corrupt: \"L1:people/"),
        State(
            name: "corrupt pack", id: "S80",
            commands: diverged + """
                cd ../local.git; git repack -adq; chmod u+w objects/pack/*.pack
                at=$(git verify-pack -v objects/pack/*.idx | grep ' commit ' | head -1 |
                    sed 's/.* //')
                echo damaged | dd of=$(echo objects/pack/*.pack) bs=1 seek=$((at + 4)) \\
                    conv=notrunc status=none
                """,
            outcome: "", plant: "corrupt: "),
        State(
            name: "pack without a beginning", id: "S80",
            commands: diverged + """
                cd ../local.git; git repack -adq; chmod u+w objects/pack/*.pack
                echo damaged | dd of=$(echo objects/pack/*.pack) conv=notrunc status=none
                """,
            outcome: "", plant: "corrupt: \"A1:people"),
        State(
            name: "missing blob", id: "S81",
            commands: diverged + "pick main:people/bob.toml; rm -f $object",
            outcome: "local-damaged", plant: "remove: \"L1:people/"),
        State(
            name: "missing blob that the remote has", id: "S81",
            commands: diverged + "pick main:people/jane.toml; rm -f $object",
            outcome: "", plant: "remove: \"A1:people/"),
        State(
            name: "missing tree", id: "S81",
            commands: diverged + "pick main:people; rm -f $object",
            outcome: "local-damaged", plant: "remove: \"L1:people\""),
        State(
            name: "missing root", id: "S81",
            commands: diverged + "pick 'main^{tree}'; rm -f $object",
            outcome: "local-damaged", plant: "remove: \"L1:\""),
        State(
            name: "missing commit", id: "S81",
            commands: """
                edit bob Bob Rob; edit bob Rob Tim; ours; back 2; edit jane Ulm Bonn; theirs
                pick main~1; rm -f $object
                """,
            outcome: "local-damaged", plant: "remove: \"L1\""),
        State(
            name: "missing tip", id: "S81", commands: diverged + "pick main; rm -f $object",
            outcome: "local-damaged", plant: "remove: \"L1\""),
    ]

    /// States in bold that no repository is in: what a remote, a machine or a server does.
    static let elsewhere = [
        "S32", "S33", "S35", "S37", "S60", "S61", "S64", "S65", "S68", "S82", "S89", "S103",
        "S104", "S105", "S106",
    ]

    @Test func everyStateInBoldIsRecordedOrOfNoRepository() throws {
        let text = try String(contentsOfFile: "\(Products.root)/docs/states.md", encoding: .utf8)
        let bold = Set(text.matches(of: /\*\*(S[0-9]+)\*\*/).map { String($0.output.1) })
        let made = Set(
            (Self.states + Self.catalogued + Self.damaged + Self.flipped + Self.odd).map(\.id)
        ).subtracting([""])
        #expect(!bold.isEmpty)
        #expect(made.isDisjoint(with: Self.elsewhere))
        #expect(made.union(Self.elsewhere) == bold)
    }

    private static let tools = """
        set -e
        edit() { sed -i "s/$2/$3/" people/$1.toml; git commit -qam "edit $1"; }
        ours() { git push -q --force ../local.git HEAD:main; }
        theirs() { git push -q --force origin HEAD:main; }
        back() { git reset -q --hard HEAD~$1; }
        both() { ours; theirs; for ref in livetree/accepted remotes/origin; do
            git -C ../local.git update-ref refs/$ref/main main; done; }
        pick() { cd ../local.git; mv objects/pack packs
            for pack in packs/*.pack; do
                if [ -e "$pack" ]; then git unpack-objects -q <"$pack"; fi
            done
            rm -rf packs; mkdir -p objects/pack
            id=$(git rev-parse $1)
            object=objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
            cp $object copy; rm -f $object; mv copy $object; chmod u+w $object; }
        git init -q --bare -b main origin.git; git clone -q origin.git work 2>/dev/null; cd work
        git checkout -q -b main 2>/dev/null || true; mkdir .gitsheets people
        printf "[gitsheet]\\nroot = 'people'\\npath = '\\${{ slug }}'\\n" >.gitsheets/people.toml
        printf "city = 'Ulm'\\nname = 'Jane Doe'\\nslug = 'jane'\\n" >people/jane.toml
        printf "name = 'Bob'\\nslug = 'bob'\\n" >people/bob.toml
        git add .; git commit -qm one; echo x >note; git add .; git commit -qm two
        git push -q origin main; git clone -q --bare ../origin.git ../local.git
        for ref in livetree/accepted remotes/origin; do
            git -C ../local.git update-ref refs/$ref/main main
        done

        """

    /// States that a recording may claim only with a step that brings them back.
    private static let steps = ["S54": "file: shallow,", "S75": "lock: \"config.lock\""]

    /// States of damage: claimed only beside a step that brings it about.
    private static let damage = ["S69", "S80", "S81"]

    /// States that a recording of them must be labelled with.
    private static let labelled =
        ["S02", "S03", "S04", "S05", "S10", "S13", "S18", "S20", "S21", "S22"] + damage

    @Test(arguments: states + catalogued)
    func endsMaskedAsTheRepositoryDoes(state: State) async throws {
        try await record(state, anonymizes: true)
    }

    @Test(arguments: states.prefix(3))
    func endsAsTheRepositoryDoes(state: State) async throws {
        try await record(state, anonymizes: false)
    }

    @Test(arguments: damaged + odd)
    func damagedObjectsAreDamagedInTheRecording(state: State) async throws {
        try await record(state, anonymizes: true)
    }

    @Test(arguments: flipped)
    func aByteOfAPackIsAnObjectInTheRecording(state: State) async throws {
        try await record(state, anonymizes: false)
    }

    @Test func nothingIsDrawnBelowATipThatNobodyHas() async throws {
        let state = State(
            name: "tip gone everywhere",
            commands: """
                edit bob Bob Rob; ours; cd ../local.git; git update-ref -d refs/remotes/origin/main
                git update-ref -d refs/livetree/accepted/main; cd ../work; pick main; rm -f $object
                rm -rf ../origin.git
                """,
            outcome: "")
        let refusal = await #expect(throws: HarnessError.self) {
            try await record(state, anonymizes: true)
        }
        let told = "the tip of refs/heads/main, is gone everywhere: no reflog and no remote tells"
        #expect(refusal?.description.contains(told) == true, "\(String(describing: refusal))")
    }

    private func record(_ state: State, anonymizes: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-record-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = GitProgram.hermetic(home: folder, path: "/usr/local/bin:/usr/bin:/bin")
        try await GitProgram(path: "/bin/sh", environment: environment)
            .must(
                ["-c", Self.tools + Self.breaking + state.commands], in: folder,
                // The bytes of packs, and so what a flipped one hits, are the same every time.
                extra: [
                    "GIT_AUTHOR_DATE": "@1700000000 +0000",
                    "GIT_COMMITTER_DATE": "@1700000000 +0000",
                ])
        var recorder = RepositoryRecorder(
            repository: "\(folder)/local.git", git: "/usr/bin/git", program: Products.livetree,
            id: "recorded")
        recorder.anonymizes = anonymizes
        // What the recorder gives was played against the real server.
        let text = try await recorder.record()
        #expect(text.contains("outcome: \(state.outcome)"))
        #expect(text.contains(state.plant) || state.plant.isEmpty, "\(text)")
        let claims = text.firstMatch(of: /(?m)^state: .*$/).map { String($0.output) } ?? ""
        if Self.labelled.contains(state.id) { #expect(claims.contains(state.id), "\(text)") }
        if Self.damage.contains(where: claims.contains) {
            #expect(text.contains("plant: {in: local, "), "\(text)")
        }
        for (id, step) in Self.steps {
            #expect(claims.contains(id) == text.contains("plant: {in: local, \(step)"), "\(text)")
        }
        for word in ["Jane", "Ulm", "Bob"] { #expect(text.contains(word) != anonymizes) }
    }
}
