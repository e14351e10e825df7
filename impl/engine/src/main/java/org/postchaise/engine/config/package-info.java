/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Postfix parameters and their values: {@link Parameter} and {@link Grammar} describe a parameter, {@link MainCf} and
 * {@link MasterCf} read configuration files, {@link Settings} holds the values in layers over the defaults, {@link
 * Inspection} reports all errors and warnings. The parameters themselves are declared in the package catalog; files
 * and tables that values name are not opened here.
 */
package org.postchaise.engine.config;
