import FuzzKit
import JSONModel
import Webhooks

/// Called by libFuzzer with each input: the header fields of a delivery, a line each, and its body.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPayload(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let parts = Parts.split(input, into: 2)
    let (fields, body) = (Fields.read(parts[0]), parts[1])
    SignatureRules.check(fields, body)
    ReloadRules.check(event: DeliveryHeaders(fields)["X-GitHub-Event"], body)
    guard let json = JSONRules.checked(body) else { return 0 }
    for scheme in SignatureScheme.allCases { DeliveryRules.check(scheme, fields, json) }
    return 0
}
