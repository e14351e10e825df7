/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Configuration properties of the resource adapter and its connection factories, one for each Postfix parameter:
 * {@link org.postchaise.connector.settings.ParameterProperties} stores the texts, and its subclasses have the getters
 * and setters that containers call. This package neither parses nor checks values, which the engine's settings do.
 */
package org.postchaise.connector.settings;
