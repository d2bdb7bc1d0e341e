print("package runs")
