import ArgumentParser

/// What can be chosen about all rows.
struct BenchOptions: ParsableArguments {
    @Flag(help: "Fewer records and rounds: minutes instead of an hour.")
    var quick = false
    @Option(help: "Records of the largest corpus, instead of what each row says.")
    var records: Int?
    @Option(help: "Seed of the data.")
    var seed: UInt64 = 1
    @Option(help: "The server to measure; the one built beside this program.")
    var server: String?
    @Flag(help: "Let Livetree do everything twice, or half of the time: the guard has to notice.")
    var sabotage = false
    @Option(help: "Corpora are kept here, and everything else made here.")
    var work = "/tmp/livetree-bench"
    @Option(help: "The checkout of Livetree.")
    var home = "."
}
