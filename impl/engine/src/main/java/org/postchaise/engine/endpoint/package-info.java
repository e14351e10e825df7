/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Requests to small servers, such as table servers and policy services: an
 * {@link org.postchaise.engine.endpoint.Endpoint} is the address of a server as settings write it, an
 * {@link org.postchaise.engine.endpoint.EndpointConnection} carries a protocol's octets with a deadline, and an
 * {@link org.postchaise.engine.endpoint.EndpointClient} keeps connections between requests, within
 * {@link org.postchaise.engine.endpoint.EndpointLimits}. The package knows no protocol.
 */
package org.postchaise.engine.endpoint;
