/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The contract between a mail queue and the resource adapter: {@link org.postchaise.api.spi.QueueTransport}, through which
 * a queue delivers, and {@link org.postchaise.api.spi.ConcurrencyPolicy}, with which the queue tells the adapter about its
 * workers and nodes. Applications use {@link org.postchaise.api.MailConnectionFactory} instead.
 */
package org.postchaise.api.spi;
