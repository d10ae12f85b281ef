/// Called by libFuzzer with each input: the bytes of a file that claims to be a record, or of a
/// body that claims to be one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecord(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    DocumentRules.check(input)
    MarkdownRules.check(input)
    BodyRules.check(Array(input))
    return 0
}
