/**
 * Benchmarks of deliveries to many destinations, some slow or unreachable, and of many mails to one destination
 * ({@link org.postchaise.bench.routes.RoutesBenchmark}): the effect of concurrency limits and kept sessions. No container and no broker take part.
 */
package org.postchaise.bench.routes;
