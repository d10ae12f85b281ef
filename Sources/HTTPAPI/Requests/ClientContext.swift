package import Hummingbird

/// What is known of a request besides the request.
package struct ClientContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who is connected, which may be a proxy.
    let client: ClientAddress

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        client = ClientAddress(source.channel.remoteAddress)
    }
}
