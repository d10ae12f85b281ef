/// More damage than the states in bold ask for.
extension RecordTests {
    /// One byte of a pack is another, at several places.
    static let flipped = [10, 30, 50, 70, 100].map { place in
        State(
            name: "byte flipped after \(place) % of a pack", id: "S80",
            commands: diverged + "flip \(place)", outcome: "",
            plant: "plant: {in: local, corrupt: ")
    }

    /// Shell functions that break things.
    static let breaking = """
        alone() { cd ../local.git; id=$(git rev-parse main)
            for ref in livetree/accepted remotes/origin; do git update-ref -d refs/$ref/main; done
            rm -rf packed-refs refs/livetree; git update-ref refs/heads/main $id; }
        flip() { cd ../local.git; git repack -adq; chmod u+w objects/pack/*.pack
            pack=$(echo objects/pack/*.pack); at=$((($(stat -c %s $pack) - 1) * $1 / 100))
            byte=$(od -An -tu1 -j$at -N1 $pack)
            printf "\\\\$(printf %o $((byte ^ 255)))" |
                dd of=$pack bs=1 seek=$at conv=notrunc status=none; }

        """

    /// Files in the place of refs that tell no commit, or are in the way of others.
    static let odd = [
        State(
            name: "empty ref, the only one", id: "S69",
            commands: diverged + "alone; : >refs/heads/main",
            outcome: "local-damaged", plant: "file: \"refs/heads/main\", content: \"\""),
        State(
            name: "empty ref over a packed one", id: "S69",
            commands: diverged + "alone; git pack-refs --all; : >refs/heads/main",
            outcome: "local-damaged", plant: "file: \"refs/heads/main\", content: \"\""),
        State(
            name: "ref with garbage", commands: diverged + "alone; echo x >refs/heads/main",
            outcome: "local-damaged", plant: "file: \"refs/heads/main\", content: \"garbage"),
        State(
            name: "ref in the place of a folder",
            commands: "edit bob Bob Rob; ours; alone; git update-ref refs/livetree/accepted main",
            outcome: "local-damaged", plant: "local:refs/livetree/accepted"),
    ]
}
