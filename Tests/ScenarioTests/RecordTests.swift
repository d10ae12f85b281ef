import Foundation
import ScenarioKit
import Testing

/// A repository made by hand becomes a scenario that ends as it does.
@Suite("Recording repositories", .serialized)
struct RecordTests {
    /// A state, the shell commands that make it, and how a reconcile of it ends.
    struct State: Sendable, CustomTestStringConvertible {
        let name: String
        let commands: String
        let outcome: String

        var testDescription: String { name }
    }

    static let states = [
        State(
            name: "diverged",
            commands: "edit bob Bob Rob; ours; back 1; edit jane Ulm Bonn; theirs",
            outcome: "rebased"),
        State(
            name: "conflict",
            commands: "edit jane Ulm Rom; ours; back 1; edit jane Ulm Bonn; theirs",
            outcome: "conflict-escaped"),
        State(name: "rewound", commands: "back 1; theirs", outcome: "remote-rewritten"),
        State(name: "behind", commands: "edit jane Ulm Bonn; theirs", outcome: "fast-forwarded"),
        State(name: "ahead", commands: "edit jane Ulm Bonn; ours", outcome: "pushed-ahead"),
        State(
            name: "unrelated",
            commands: """
                git checkout -q --orphan x; git commit -qm x; theirs
                git -C ../local.git update-ref -d refs/livetree/accepted/main
                """,
            outcome: "unrelated-histories"),
        State(
            name: "no branch there",
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
            name: "stale lock",
            commands: """
                edit jane Ulm Bonn; theirs; touch -d '2 hours ago' ../local.git/refs/heads/main.lock
                """,
            outcome: "fast-forwarded"),
        State(name: "bad record", commands: "edit jane = =[; theirs", outcome: "rebuild-failed"),
        State(name: "remote away", commands: "rm -rf ../origin.git", outcome: "fetch-failed"),
        State(
            name: "merged by hand",
            commands: """
                edit bob Bob Rob; git checkout -q -b side HEAD~1; edit jane Ulm Rom
                git checkout -q main; git merge -q -m merge side; theirs; edit bob Rob R; ours
                """,
            outcome: "pushed-ahead"),
    ]

    private static let tools = """
        set -e
        edit() { sed -i "s/$2/$3/" people/$1.toml; git commit -qam "edit $1"; }
        ours() { git push -q --force ../local.git HEAD:main; }
        theirs() { git push -q --force origin HEAD:main; }
        back() { git reset -q --hard HEAD~$1; }
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

    @Test(arguments: states)
    func endsMaskedAsTheRepositoryDoes(state: State) async throws {
        try await record(state, anonymizes: true)
    }

    @Test(arguments: states.prefix(3))
    func endsAsTheRepositoryDoes(state: State) async throws {
        try await record(state, anonymizes: false)
    }

    private func record(_ state: State, anonymizes: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-record-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = GitProgram.hermetic(home: folder, path: "/usr/local/bin:/usr/bin:/bin")
        try await GitProgram(path: "/bin/sh", environment: environment)
            .must(["-c", Self.tools + state.commands], in: folder)
        var recorder = RepositoryRecorder(
            repository: "\(folder)/local.git", git: "/usr/bin/git", program: Products.livetree,
            id: "recorded")
        recorder.anonymizes = anonymizes
        // What the recorder gives was played against the real server.
        let text = try await recorder.record()
        #expect(text.contains("outcome: \(state.outcome)"))
        for word in ["Jane", "Ulm", "Bob"] { #expect(text.contains(word) != anonymizes) }
    }
}
