import Foundation

/// Symbolic pictures of every repository, kept beside the scenario and compared at each run.
extension CaseRun {
    /// Compares what is with the stored picture, or stores it when the run was told to. Without a
    /// picture there is nothing to compare with: the case goes on, and its end says so.
    func snapshot(_ name: String, step: Step) async throws {
        let seen = try await picture()
        let path = Self.snapshotPath(name, of: scenario)
        if options.update {
            try seen.write(toFile: path, atomically: true, encoding: .utf8)
            events.note("snapshot", "\(name) written")
            return
        }
        guard let wanted = try? String(contentsOfFile: path, encoding: .utf8) else {
            unpictured.append(name)
            return
        }
        guard wanted != seen else { return }
        throw StepFailure(verb: "snapshot", location: step.location, wanted: wanted, seen: seen)
    }

    /// Beside the file, named for the scenario and the snapshot.
    static func snapshotPath(_ name: String, of scenario: Scenario) -> String {
        let folder = (scenario.file as NSString).deletingLastPathComponent
        return "\(folder)/\(scenario.id).\(name).snapshot"
    }

    /// One line a ref of every repository: actor, ref, commit by name.
    private func picture() async throws -> String {
        var lines: [String] = []
        for actor in world.repositories().keys.sorted() {
            for (ref, id) in try await world.refs(of: actor).sorted(by: { $0.key < $1.key }) {
                let name = world.book.name(of: id)
                let message = try await signature(of: id)?.message.prefix { $0 != "\n" }
                lines.append("\(actor) \(ref) \(name ?? "not drawn: \(message ?? "no commit")")")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
