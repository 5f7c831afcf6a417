console.log("map")
