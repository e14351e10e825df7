/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The adapter's contracts with the container that runs it: the life cycle of the adapter's parts ({@link
 * org.postchaise.connector.container.AdapterPart}), and the container's threads and timer ({@link
 * org.postchaise.connector.container.ContainerThreads}). This package knows no part and no mail.
 */
package org.postchaise.connector.container;
