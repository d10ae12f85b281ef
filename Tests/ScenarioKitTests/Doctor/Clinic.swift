import Foundation
import GitModel
import ScenarioKit
import TestSupport

/// A remote and a bare clone that accepted its tip, as a server leaves them.
struct Clinic {
    let folder: TemporaryFolder
    let origin: TestRepository
    let local: TestRepository
    /// The tip both have.
    let tip: CommitID

    static func open() async throws -> Clinic {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let first = try await origin.commit([
            ".gitsheets/people.toml": "[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n",
            "people/jane.toml": "name = 'Jane'\nslug = 'jane'\n",
        ])
        let tip = try await origin.commit(["people/bob.toml": "name = 'Bob'\nslug = 'bob'\n"])
        let local = try await origin.clone(named: "local.git")
        for ref in ["refs/remotes/origin/main", "refs/livetree/accepted/main"] {
            try await local.git("update-ref", ref, tip.hex)
        }
        try await local.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
        try await local.git("update-ref", "refs/test/first", first.hex)
        return Clinic(folder: folder, origin: origin, local: local, tip: tip)
    }

    /// A commit on the clone's branch only.
    @discardableResult
    func local(_ files: [String: TestFile]) async throws -> CommitID {
        try await local.commit(files)
    }

    func plant(_ text: String, at path: String, executable: Bool = false) throws {
        try folder.write(text, to: "local.git/\(path)", executable: executable)
    }

    /// The loose file of an object; packs are unpacked first.
    func looseObject(_ spec: String) async throws -> String {
        let packs = "\(local.path)/objects/pack"
        for name in try FileManager.default.contentsOfDirectory(atPath: packs)
        where name.hasSuffix(".pack") {
            let bytes = FileManager.default.contents(atPath: "\(packs)/\(name)") ?? Data()
            for other in try FileManager.default.contentsOfDirectory(atPath: packs) {
                try FileManager.default.removeItem(atPath: "\(packs)/\(other)")
            }
            try await local.git("unpack-objects", "-q", input: Array(bytes))
        }
        let id = try await local.git("rev-parse", spec)
        let path = "\(local.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        // A local clone shares its files with its origin by hard links.
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        try FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(fileURLWithPath: path))
        return path
    }

    func doctor(at path: String? = nil) throws -> Doctor {
        Doctor(repository: path ?? local.path, git: try Self.git())
    }

    static func git() throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(
            separator: ":")
        return folders.map { "\($0)/git" }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/git"
    }

    /// Everything of a folder that can change: names, sizes, times, modes, content.
    static func fingerprint(_ path: String) throws -> [String: String] {
        var found: [String: String] = [:]
        let files = FileManager.default
        for case let name as String in files.enumerator(atPath: path) ?? .init() {
            let attributes = try files.attributesOfItem(atPath: "\(path)/\(name)")
            let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            let isPlain = attributes[.type] as? FileAttributeType == .typeRegular
            let bytes = isPlain ? files.contents(atPath: "\(path)/\(name)") : nil
            found[name] =
                "\(attributes[.posixPermissions] ?? "") \(time) \(bytes?.base64EncodedString() ?? "")"
        }
        return found
    }
}
