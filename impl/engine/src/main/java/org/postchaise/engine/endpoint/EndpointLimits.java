/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import java.time.Duration;

/**
 * The limits of an {@link EndpointClient}.
 *
 * @param request the time limit of a request with all its attempts, including the wait for a free connection
 * @param idle the time for which an unused connection is kept
 * @param lifetime the age up to which a connection is used again
 * @param requests the maximum number of requests on one connection; 0 for no limit
 * @param connections the maximum number of connections in use at a time
 * @param attempts the maximum number of attempts of one request
 * @param retryDelay the time between two attempts
 */
public record EndpointLimits(
        Duration request,
        Duration idle,
        Duration lifetime,
        int requests,
        int connections,
        int attempts,
        Duration retryDelay) {}
