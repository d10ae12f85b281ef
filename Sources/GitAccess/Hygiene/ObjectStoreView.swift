import Foundation
import Glibc

/// The files of an object store, as they are at a moment. All methods block.
struct ObjectStoreView {
    struct Pack {
        /// Without an ending.
        let name: String
        let objects: Int
        let bytes: Int
        /// When its objects were last written, in seconds since 1970.
        let age: Double
        /// Whether its objects may be copied to another pack.
        let isPlain: Bool
    }

    private let root: RepositoryEntries
    private(set) var packs: [Pack] = []
    private(set) var size = StoreSize()
    /// Packs without an index, and since when.
    private(set) var orphans: [(name: String, age: Double)] = []

    /// Nil when there is no folder at `path`.
    init?(_ path: String) {
        guard let root = RepositoryEntries(path) else { return nil }
        self.root = root
        let names = Set(root.names(in: "objects/pack"))
        for name in names.sorted() where name.hasPrefix("pack-") && name.hasSuffix(".pack") {
            look(at: String(name.dropLast(5)), among: names)
        }
        size.packs = packs.count
        for folder in root.names(in: "objects") where folder.utf8.count == 2 {
            for name in root.names(in: "objects/\(folder)") where name.utf8.count == 38 {
                size.looseObjects += 1
                size.bytes += Int(root.status("objects/\(folder)/\(name)")?.st_size ?? 0)
            }
        }
    }

    private mutating func look(at name: String, among names: Set<String>) {
        guard let pack = root.status("objects/pack/\(name).pack") else { return }
        guard let index = root.status("objects/pack/\(name).idx") else {
            // Since when it has its name: a joined pack's time of change is that of its objects.
            orphans.append((name, Double(pack.st_ctim.tv_sec)))
            return
        }
        size.bytes += Int(pack.st_size + index.st_size)
        let count = objects(in: root.full("objects/pack/\(name).idx"))
        let marks = [".keep", ".promisor", ".mtimes"].filter { names.contains(name + $0) }
        let isSmall =
            (count ?? 0) <= Limits.joinedObjects && pack.st_size <= Limits.joinedPackBytes
        packs.append(
            Pack(
                name: name, objects: count ?? 0, bytes: Int(pack.st_size),
                age: pack.modifiedSeconds, isPlain: count != nil && marks.isEmpty && isSmall))
    }

    /// The last number of the table at the front of an index; nil for another version than 2.
    private func objects(in index: String) -> Int? {
        let descriptor = open(index, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 1032)
        guard pread(descriptor, &head, head.count, 0) == head.count,
            head.starts(with: [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2])
        else { return nil }
        return head.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    /// The packs to be made one: as many of the smallest as leave each larger one at least twice
    /// as large as all smaller ones together, which is git's geometric progression. So an object is
    /// copied a number of times that grows with the logarithm of the store only.
    func packsToJoin(except damaged: Set<String>) -> [Pack] {
        let plain = packs.filter { $0.isPlain && !damaged.contains($0.name) }
            .sorted { $0.objects < $1.objects }
        guard plain.count >= Limits.packs else { return [] }
        var (count, objects) = (0, 0)
        for (index, pack) in plain.enumerated() {
            if index > 0, pack.objects < 2 * objects { count = index + 1 }
            objects += pack.objects
        }
        return Array(plain.prefix(min(count, Limits.joinedPacks)))
    }

    /// Removes packs that lost their index a day ago or earlier: a killed run takes the index
    /// first, and whoever writes a pack adds its index at once.
    func removeOrphans() {
        let limit = Date().timeIntervalSince1970 - Limits.orphanAgeSeconds
        for orphan in orphans where orphan.age < limit {
            let names = root.names(in: "objects/pack")
            if names.contains("\(orphan.name).idx") || names.contains("\(orphan.name).keep") {
                continue
            }
            FileSystem.remove(root.full("objects/pack/\(orphan.name).pack"))
        }
    }
}
