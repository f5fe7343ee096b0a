import Jar.Export
